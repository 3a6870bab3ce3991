internal import GateHost
internal import GateKit
internal import WeldContract

internal import struct GateHost.DescriptorEntry
internal import enum GateHost.Ledger

/// The judge's end of the events pipe that the stubs of an attempt write to.
///
/// It is read on demand by the thread that runs the procedure, so that nothing of the judge's
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

    private let readEnd: OwnedDescriptor
    /// Held only while a stub is started: so the pipe ends with the last process that can write
    /// to it, and no wait goes on for an event that nobody is left to send.
    private var writer: OwnedDescriptor?
    private let recorder: Recorder
    private var lastNumber: [Int32: UInt64] = [:]
    private var linesRead: [Int32: UInt64] = [:]
    /// How long a wait lasts at the least where it has to end without an event.
    private static let slice: Duration = .milliseconds(20)
    private let lines = EventLines()

    /// Makes the pipe.
    init(recorder: Recorder) throws(SystemError) {
        self.recorder = recorder
        clock = SubjectClock(birth: MonotonicClock.now())
        let pipe = try PipeEnds()
        try pipe.readEnd.setNonBlocking()
        // Best effort: with a smaller buffer a flood of events is lost, which is then reported.
        try? pipe.setCapacity(bytes: 1 << 20)
        writer = try pipe.writeEnd.duplicate()
        readEnd = try pipe.readEnd.duplicate()
    }

    /// The end that a stub inherits; lent until the next wait.
    ///
    /// A number that is no descriptor where the system gave none: the start of the stub then fails
    /// for it.
    var writeEnd: Int32 {
        if writer == nil { writer = try? readEnd.reopenedPipe() }
        return writer?.rawValue ?? -1
    }

    /// Whether every process that could write has ended, and everything was read.
    private(set) var isOver = false

    /// The pipe as the ledger of a stub that inherited it shows it.
    private(set) lazy var identity: DescriptorEntry.Identity? =
        Ledger.descriptors(of: ProcessEnvironment.pid)?
        .first { $0.number == readEnd.rawValue }?.identity

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
        writer = nil
        while true {
            read()
            while looked < events.count {
                if isWanted(events[looked]) { return events[looked] }
                looked += 1
            }
            do throws(SystemError) {
                let found = try Poll.wait(readEnd.rawValue, for: .readable, until: deadline)
                if found.isEmpty { return nil }
                isOver = found == .hangUp
                if isOver {
                    // Who looks again and again at short intervals goes on doing so.
                    Pause.wait(until: min(deadline, .after(Self.slice)))
                    return nil
                }
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

    private func read() {
        lines.read(from: readEnd) { take($0) }
    }

    private func take(_ line: [UInt8]) {
        let event: EventRecord
        do throws(ContractBreach) {
            event = try EventRecord(line: line)
        } catch {
            return recorder.breach(error, line)
        }
        let expected = (lastNumber[event.pid] ?? 0) &+ 1
        if event.number != expected {
            recorder.fault(
                .harness,
                "events of \(event.role.rawValue) \(event.pid) were lost: number \(event.number) came where "
                    + "\(expected) was due")
        }
        lastNumber[event.pid] = event.number
        clock.note(event, arrived: MonotonicClock.now())
        let lines = (linesRead[event.pid] ?? 0) + 1
        linesRead[event.pid] = lines
        if case .exiting(_, let written?) = event.event, written != lines {
            recorder.fault(
                .harness,
                "events of \(event.role.rawValue) \(event.pid) were lost: it wrote \(written), and "
                    + "\(lines) came")
        }
        events.append(event)
        onArrival?(event)
        recorder.event(StubEvent(event))
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
        recorder.fault(
            .harness,
            "events of \(role.rawValue) \(pid) were lost: it ended with \(code), and the last that "
                + "came is \(last.map { "'\($0.name)'" } ?? "none")")
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

extension Recorder {
    /// Records that a process breaks the contract: what it does cannot be judged then
    /// (contract.md#events).
    func breach(_ breach: ContractBreach, _ line: [UInt8]) {
        let text = String(decoding: line.prefix(200), as: UTF8.self)
        fault(.harness, "the contract is broken: \(breach); the line is \(text.debugDescription)")
    }
}

/// Cuts what a stub wrote to its events pipe into lines, however the reads fall.
final class EventLines {
    private var unfinished: [UInt8] = []
    private let buffer = OwnedBytes(count: bufferSize)

    private static let bufferSize = 65_536

    /// Reads what is there without waiting and hands every whole line over.
    func read(from pipe: borrowing OwnedDescriptor, _ take: ([UInt8]) -> Void) {
        while let count = buffer.read(last: Self.bufferSize, from: pipe), count > 0 {
            for index in 0..<count {
                let byte = buffer[index]
                if byte == UInt8(ascii: "\n") {
                    take(unfinished)
                    unfinished.removeAll(keepingCapacity: true)
                } else {
                    unfinished.append(byte)
                }
            }
        }
    }
}

extension EventReader {
    /// Counts once that the stubs have announced all sabotages of the plan, and makes a sabotage
    /// that nobody asked for a fault: samples of a sabotaged stub must never pass for real ones.
    func confirmSabotage(_ plan: AttemptPlan, recorder: Recorder) {
        guard plan.isControl else {
            drain()
            if let stray = events.first(where: { $0.kind == .sabotage }) {
                let fault = HarnessFault.announcedUnasked(by: stray.role.rawValue)
                recorder.fault(fault.kind, fault.text)
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
