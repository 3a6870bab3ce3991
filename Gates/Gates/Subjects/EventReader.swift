internal import GateHost
internal import GateKit
internal import WeldContract

internal import struct GateHost.DescriptorEntry
internal import enum GateHost.Ledger

/// The judge's end of the events pipe that the stubs of an attempt write to, and of a second one for
/// the judge's own witness.
///
/// They are read on demand by the thread that runs the procedure, so that nothing of the judge's
/// wakes up while a round trip is measured; the pipe's buffer holds what arrives meanwhile. Every
/// event goes to the recorder as it is read.
final class EventReader {
    /// Every event that was read, in the order of arrival.
    private(set) var events: [EventRecord] = []
    /// Looks at every event as it is read; for what must not wait, such as memory that is lent.
    var onArrival: ((EventRecord) -> Void)?
    /// Compares the times of the events with the judge's own; a gate with a check of it records it
    /// when the last event is read.
    var clock: SubjectClock

    private let stubs: StubEvents
    /// Where the observer reports: a stub has no end of it and cannot speak in its name.
    private var witnessPipe: EventPipe?
    private let recorder: Recorder
    private var witnessOrder: EventOrder
    /// How long a wait lasts at the least where it has to end without an event.
    private static let slice: Duration = .milliseconds(20)

    /// Makes the pipe.
    init(recorder: Recorder) throws(SystemError) {
        self.recorder = recorder
        let birth = MonotonicClock.now()
        clock = SubjectClock(birth: birth)
        witnessOrder = EventOrder(birth: birth)
        stubs = try StubEvents(recorder: recorder, birth: birth)
    }

    /// The end that a stub inherits; lent until the next wait.
    var writeEnd: Int32 { stubs.writeEnd }

    /// Whether every process that could write has ended, and everything was read.
    private(set) var isOver = false

    /// Returns the end that the judge's own witness inherits; lent for the duration of a spawn.
    func witnessEnd() throws(SystemError) -> Int32 {
        if let witnessPipe { return witnessPipe.writeEnd }
        let pipe = try EventPipe()
        witnessPipe = pipe
        return pipe.writeEnd
    }

    /// The pipe as the ledger of a stub that inherited it shows it.
    private(set) lazy var identity: DescriptorEntry.Identity? =
        Ledger.descriptors(of: ProcessEnvironment.pid)?
        .first { $0.number == stubs.readEnd }?.identity

    /// Reads what is there without waiting.
    func drain() {
        read()
    }

    /// Returns the first event, read already or to come, that is looked for; nil when it did not
    /// come until the deadline, and at once where nobody is left to send it.
    ///
    /// - Parameter start: How many events of `events` are passed over.
    func wait(
        until deadline: Deadline, after start: Int = 0, for isWanted: (EventRecord) -> Bool
    ) -> EventRecord? {
        var looked = start
        var isLast = false
        stubs.letGo()
        while true {
            read()
            while looked < events.count {
                if isWanted(events[looked]) { return events[looked] }
                looked += 1
            }
            // A stub that never stops to report keeps nobody here.
            if isLast { return nil }
            isLast = deadline.hasPassed
            do throws(SystemError) {
                if try !news(until: deadline) { return nil }
            } catch {
                // What cannot be waited for did not stay away.
                recorder.record(
                    .fault(
                        HarnessFault(
                            "the events cannot be waited for", error, isLimit: error.isLimit)))
                return nil
            }
        }
    }

    /// Returns the first event with this name.
    func wait(
        until deadline: Deadline, after start: Int = 0, named name: EventName
    ) -> EventRecord? {
        wait(until: deadline, after: start) { $0.kind == name }
    }

    /// Waits for something to read; false when the deadline passed, or nobody is left to send.
    ///
    /// The judge's own witness may go on where the stubs have ended.
    private func news(until deadline: Deadline) throws(SystemError) -> Bool {
        var entries = [PollEntry(stubs.readEnd, for: .readable)]
        if let witnessPipe { entries.append(PollEntry(witnessPipe.readEnd, for: .readable)) }
        isOver = false
        guard try Poll.wait(&entries, until: deadline) > 0 else { return false }
        isOver = entries[0].found == .hangUp
        guard isOver else { return true }
        guard let witnessPipe else {
            // Who looks again and again at short intervals goes on doing so.
            Pause.wait(until: min(deadline, .after(Self.slice)))
            return false
        }
        // The stubs' end would be found again and again.
        return try !Poll.wait(witnessPipe.readEnd, for: .readable, until: deadline).isEmpty
    }

    private func read() {
        stubs.read { keep($0, $1) }
        witnessPipe?.read { takeOwn($0) }
    }

    private func keep(_ event: EventRecord, _ arrived: UInt64) {
        guard recorder.event(StubEvent(event)) else {
            stubs.noteBreach()
            return
        }
        clock.note(event, arrived: arrived)
        events.append(event)
        onArrival?(event)
    }

    // MARK: - The judge's own witness

    private func takeOwn(_ piece: EventPipe.Piece) {
        let event: EventRecord
        do throws(ContractBreach) {
            event = try EventRecord(piece)
        } catch {
            return recorder.fault(.harness, "the judge's observer: \(error.sentence(of: piece))")
        }
        let arrived = MonotonicClock.now()
        switch witnessOrder.note(event, arrived: arrived, lastFull: witnessPipe?.lastFull) {
        case .breach(let text), .lost(let text): recorder.fault(.harness, text)
        case nil: break
        }
        keep(event, arrived)
    }
}

extension EventReader {
    /// Compares how a process ended, by the judge's own reading, with its last event.
    ///
    /// One that ended by itself says last of all with which code; another code in its place is its
    /// own fault, and none at all is what was lost at the end (contract.md#events).
    func compareEnd(of pid: Int32, _ role: ProcessRole, _ status: ProcessStatus) {
        guard case .exited(let code) = status else { return }
        drain()
        let last = events.last { $0.pid == pid && $0.role == role }
        if case .exiting(let said, _) = last?.event {
            guard said.rawValue != code else { return }
            return recorder.violation(
                .misbehaviour,
                "the \(role.rawValue) (pid \(pid)) said that it ends with \(said.rawValue) and "
                    + "ended with \(code)")
        }
        // Without arguments there are no events, without a reader nobody is told; a code that is
        // none of the contract's has its own check.
        guard let known = ExitCode(documented: code), known != .arguments, known != .watchdog else {
            return
        }
        let what =
            "it ended with \(code), and the last that came is "
            + (last.map { "'\($0.name)'" } ?? "none")
        if stubs.mayHaveLost(pid) {
            stubs.lost("events of \(role.rawValue) \(pid) were lost: \(what)")
        } else {
            stubs.breach("the \(role.rawValue) (pid \(pid)) did not say that it ends: \(what)")
        }
    }
}

extension StubEvent {
    /// The event as it is stored.
    init(_ record: EventRecord) {
        self.init(
            number: record.number, time: record.time, pid: record.pid, role: record.role.rawValue,
            name: record.name, fields: record.fields)
    }
}

extension EventRecord {
    /// Reads what came out of the pipe.
    init(_ piece: EventPipe.Piece) throws(ContractBreach) {
        switch piece {
        case .line(let line): try self.init(line: line)
        case .tooLong: throw ContractBreach(.tooLong(limit: EventLine.limit))
        }
    }
}

extension ContractBreach {
    /// Says what is wrong with a line, and how the line begins.
    func sentence(of piece: EventPipe.Piece) -> String {
        let bytes =
            switch piece {
            case .line(let line): line.prefix(200)
            case .tooLong(let beginning): beginning.prefix(200)
            }
        let text = String(decoding: bytes, as: UTF8.self)
        return "the contract is broken: \(self); the line is \(text.debugDescription)"
    }
}

extension EventReader {
    /// Counts once that the stubs have announced all sabotages of the plan, and makes a sabotage
    /// that nobody asked for a violation: samples of a sabotaged stub must never pass for real ones.
    func confirmSabotage(_ plan: AttemptPlan, recorder: Recorder) {
        guard plan.isControl else {
            drain()
            if let stray = events.first(where: { $0.kind == .sabotage }) {
                recorder.record(.violation(.announcedUnasked(by: stray.role.rawValue)))
            }
            return
        }
        let deadline = Deadline.after(.seconds(2))
        let isComplete = plan.controls.allSatisfy { control in
            wait(until: deadline) { event in
                guard case .sabotage(let name, _) = event.event else { return false }
                return name == control.name && event.role == control.subject.process
            } != nil
        }
        if isComplete { recorder.count(Control.announcementMetric) }
    }
}
