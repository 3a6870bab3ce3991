internal import Foundation
internal import GateHost
internal import GateKit
internal import GateWire
internal import WeldContract

/// A stub under fuzz: one process of the real binary that serves one connection after the other,
/// whatever becomes of each.
final class FuzzSubject {
    /// Which of the two it is; the attempt plays the other.
    let role: Role
    /// What it reports.
    let events: FuzzEvents
    /// How many connections it had.
    private(set) var connections: UInt64 = 0

    private var process: SubjectProcess
    /// The options that it was started with.
    let options: Options
    private let listener: OwnedDescriptor?
    private let socketPath: String
    /// A pipe that nobody empties.
    private let logs: PipeEnds

    /// What of its command line is not the same in every part.
    struct Options {
        /// How many requests a second an editor makes beside its first round.
        var requests: Int?
        /// How many requests of an editor's may await their replies.
        var requestsAhead: Int?
        /// The number of its first frame in every connection (contract.md#command-lines).
        var firstSequence: UInt32?
        /// What a runtime calls its engine; nil is its own name.
        var engine: String?
        /// Whether SIGUSR1 interrupts it and does nothing else.
        var isInterruptible = false

        /// The words of the command line.
        func arguments(of role: Role) -> [String] {
            var words: [String] = []
            if let firstSequence { words += ["--first-sequence", "\(firstSequence)"] }
            if isInterruptible { words.append("--interruptible") }
            switch role {
            case .editor:
                if let requests { words += ["--requests", "\(requests)/s"] }
                if let requestsAhead { words += ["--requests-ahead", "\(requestsAhead)"] }
            case .runtime:
                if let engine { words += ["--engine", engine] }
            }
            return words
        }
    }

    /// How long anything may take that takes a fraction of a millisecond (gates.md#g3).
    static let patience: Duration = .seconds(5)
    /// How long the start of a process may take; that is no question of this gate.
    private static let startPatience: Duration = .seconds(30)

    /// Starts the stub.
    ///
    /// - Parameter options: What of its command line is not the same in every part.
    /// - Parameter variables: What is changed in its environment.
    init(
        _ role: Role, plan: AttemptPlan, options: Options = Options(),
        variables: [String: String] = [:], recorder: Recorder
    ) throws {
        self.role = role
        self.options = options
        let events = try FuzzEvents(recorder: recorder)
        self.events = events
        // What a fuzzed stub logs is random text that nobody reads, which must not stop it; what
        // matters is in its events.
        logs = try PipeEnds()
        let log = logs.writeEnd.rawValue
        switch role {
        case .runtime:
            socketPath = "\(plan.scratchDirectory)/weld-\(ProcessEnvironment.pid).sock"
            try? FileManager.default.removeItem(atPath: socketPath)
            listener = try StreamSocket.listen(at: socketPath)
            process = try SubjectProcess(
                .runtime, plan: plan,
                arguments: [
                    "--socket", socketPath, "--editor-pid", String(ProcessEnvironment.pid),
                    "--reconnect",
                ] + options.arguments(of: role), eventsDescriptor: events.writeEnd,
                logDescriptor: log,
                surroundings: SubjectSurroundings(variables: variables),
                recorder: recorder)
        case .editor:
            socketPath = "\(plan.scratchDirectory)/fuzzed.sock"
            process = try SubjectProcess(
                .editor, plan: plan,
                arguments: [
                    "--headless", "--no-spawn", "--keep-accepting", "--no-heartbeat", "--seconds",
                    "1000000", "--size", "64x64", "--socket", socketPath,
                ] + options.arguments(of: role),
                eventsDescriptor: events.writeEnd, logDescriptor: log,
                surroundings: SubjectSurroundings(variables: variables),
                recorder: recorder)
            listener = nil
            let deadline = Deadline.after(Self.startPatience)
            while !events.isListening, !deadline.hasPassed, status == .running { wait(deadline) }
        }
    }

    /// The process id.
    var pid: Int32 { process.pid }

    /// How the process is.
    var status: ProcessStatus { (try? process.wait(until: .immediately)) ?? .running }

    /// Connects, or is connected to; nil when that did not happen in time.
    func connect() -> FuzzSocket? {
        let deadline = Deadline.after(connections == 0 ? Self.startPatience : Self.patience)
        guard let socket = role == .runtime ? accepted(deadline) : connected(deadline) else {
            return nil
        }
        connections += 1
        return socket
    }

    private func accepted(_ deadline: Deadline) -> FuzzSocket? {
        let number: Int32
        switch listener {
        case .some(let listener): number = listener.rawValue
        case .none: return nil
        }
        while true {
            do throws(SystemError) {
                if let socket = try StreamSocket.accept(from: number) {
                    return FuzzSocket(adopting: socket)
                }
            } catch {
                return nil
            }
            guard !deadline.hasPassed, status == .running else { return nil }
            wait(deadline, number, for: .readable)
        }
    }

    private func connected(_ deadline: Deadline) -> FuzzSocket? {
        FuzzSocket.connect(to: socketPath, until: deadline) { status == .running }
    }

    /// What the stub said of the newest connection; nil while it has not ended there.
    var report: FuzzEvents.Report? {
        events.report.connection == connections ? events.report : nil
    }

    /// Whether its end is recorded as evidence.
    private(set) var isEndNoted = false

    /// Keeps what the stub said last, as the evidence of its failure.
    func recordLastEvents(_ recorder: Recorder) {
        isEndNoted = true
        events.drain()
        for line in events.tail.suffix(8) {
            recorder.fact(
                "last events of the \(role.rawValue)",
                String(decoding: line.prefix(300), as: UTF8.self))
        }
    }

    /// Waits for news of the stub, for its end, and for whatever a descriptor is waited for.
    ///
    /// Reads the news and returns what was found on the descriptor.
    @discardableResult
    func wait(
        _ deadline: Deadline, _ descriptor: Int32? = nil, for interests: PollEvents = []
    ) -> PollEvents {
        var entries = [
            PollEntry(events.descriptor, for: .readable),
            PollEntry(process.endDescriptor, for: .readable),
        ]
        if let descriptor { entries.append(PollEntry(descriptor, for: interests)) }
        _ = try? Poll.wait(&entries, until: deadline)
        if !entries[0].found.isEmpty { events.drain() }
        return descriptor == nil ? [] : entries[2].found
    }

    /// Sends the process a signal.
    func signal(_ number: Int32) { process.signal(number) }

    /// Waits for the end.
    func waitForEnd(within limit: Duration) -> ProcessStatus {
        (try? process.wait(until: .after(limit))) ?? .running
    }

    /// Interrupts every thread that it has, and returns how many; only one that was started for
    /// it.
    func interrupt() -> Int {
        guard options.isInterruptible, status == .running else { return 0 }
        return Signals.send(Signals.user1, toThreadsOf: pid)
    }

    /// Kills what is left, and removes the socket that a killed or dead editor leaves behind, or
    /// that was the attempt's own.
    func kill() {
        process.signal(Signals.kill)
        let status = waitForEnd(within: .seconds(5))
        if role == .runtime || status != .exited(.clean) {
            try? FileManager.default.removeItem(atPath: socketPath)
        }
    }
}

/// The events of a stub that serves thousands of connections: read, summed up by connection and
/// forgotten, so that an hour costs no memory.
final class FuzzEvents {
    /// What the stub said of one connection.
    struct Report {
        /// The stub's number of it.
        var connection: UInt64 = 0
        /// The wire errors that it named.
        var errors: [String] = []
        /// Frames that it sent, by the message's name.
        var sent: [String: UInt64] = [:]
        /// Frames that it received, by the message's name.
        var received: [String: UInt64] = [:]
        /// Replies that it found wrong.
        var wrongReplies = 0
        /// Whether the Hello was answered with accepted = 0.
        var wasRefused = false
        /// What an editor read of the Hello: engine and build.
        var hello: (engine: String, build: String)?
        /// What a runtime read of the Hello's answer.
        var reason: String?
        /// The lines of the log that an editor read, as far as it tells them.
        var logged: [String] = []
    }

    /// What the stub said of its memory last, in bytes.
    private(set) var memory: Memory?
    /// What was said of the newest connection that has ended: a runtime is already on its next.
    private(set) var report = Report()
    /// What has been said so far of any other: the last lines, for the evidence of a failure.
    private(set) var tail: [[UInt8]] = []
    /// The sabotages that were announced.
    private(set) var sabotages: Set<String> = []
    /// Whether the stub listens.
    private(set) var isListening = false

    /// A stub's own account of its memory.
    struct Memory {
        /// Bytes in use on the heap.
        var heap: UInt64
        /// Bytes resident.
        var resident: UInt64
        /// When.
        var time: UInt64
    }

    /// What was said so far of the connection that stands.
    private var current = Report()
    private var pipe: PipeEnds
    private let recorder: Recorder
    private var lastNumber: UInt64 = 0
    private let lines = EventLines()

    private static let tailLength = 64

    /// Makes the pipe.
    init(recorder: Recorder) throws(SystemError) {
        self.recorder = recorder
        pipe = try PipeEnds()
        try pipe.readEnd.setNonBlocking()
        try? pipe.setCapacity(bytes: 1 << 20)
    }

    /// The end that the stub inherits.
    var writeEnd: Int32 { pipe.writeEnd.rawValue }

    /// Readable when there is news.
    var descriptor: Int32 { pipe.readEnd.rawValue }

    /// Reads what is there.
    func drain() {
        lines.read(from: pipe.readEnd) { take($0) }
    }

    private func take(_ line: [UInt8]) {
        tail.append(line)
        if tail.count > 2 * Self.tailLength { tail.removeFirst(Self.tailLength) }
        let event: EventRecord
        do throws(ContractBreach) {
            event = try EventRecord(line: line)
        } catch {
            return recorder.breach(error, line)
        }
        if event.number != lastNumber &+ 1 {
            recorder.fault(
                .harness,
                "events of \(event.role.rawValue) \(event.pid) were lost: number \(event.number) came where "
                    + "\(lastNumber &+ 1) was due")
        }
        lastNumber = event.number
        note(event)
    }

    private func note(_ record: EventRecord) {
        switch record.event {
        case .sabotage(let name, _): sabotages.insert(name)
        case .listening: isListening = true
        case .connected(let connection, _): current = Report(connection: connection)
        case .hello(_, let engine, let build, _): current.hello = (engine, build)
        case .ack(let isAccepted, let reason):
            current.wasRefused = !isAccepted
            current.reason = reason
        case .logged(_, let text): current.logged.append(text)
        case .wireError(let name, _): current.errors.append(name)
        case .wrongReply: current.wrongReplies += 1
        case .counts(_, let sent, let received):
            for count in sent { current.sent[count.name] = count.count }
            for count in received { current.received[count.name] = count.count }
            report = current
        case .memory(let heap, let mapped, let resident):
            memory = Memory(heap: heap + mapped, resident: resident, time: record.time)
        default: break
        }
    }
}
