internal import Foundation
internal import GateHost
internal import GateKit
internal import WeldContract
internal import WeldTransport
internal import WeldWire

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
    private let listener: Listener?
    private let socketPath: String

    /// How long anything may take that takes a fraction of a millisecond (gates.md#g3).
    static let patience: Duration = .seconds(5)
    /// How long the start of a process may take; that is no question of this gate.
    private static let startPatience: Duration = .seconds(30)

    /// Starts the stub.
    ///
    /// - Parameter requests: How many requests a second an editor makes beside its first round.
    /// - Parameter variables: What is changed in its environment.
    init(
        _ role: Role, plan: AttemptPlan, requests: Int? = nil, variables: [String: String] = [:],
        recorder: Recorder
    ) throws {
        self.role = role
        let events = try FuzzEvents(recorder: recorder)
        self.events = events
        // What a fuzzed stub logs is random text; what matters is in its events.
        let null = FileHandle(forWritingAtPath: "/dev/null")
        let log = null?.fileDescriptor ?? 2
        defer { try? null?.close() }
        switch role {
        case .runtime:
            let name = Endpoint.baseName(editorPID: ProcessEnvironment.pid)
            let listener = try Listener(path: "\(plan.scratchDirectory)/\(name).sock")
            socketPath = listener.path
            process = try SubjectProcess(
                .runtime, plan: plan,
                arguments: [
                    "--socket", listener.path, "--editor-pid", String(ProcessEnvironment.pid),
                    "--reconnect",
                ], eventsDescriptor: events.writeEnd, logDescriptor: log,
                surroundings: SubjectSurroundings(variables: variables),
                recorder: recorder)
            self.listener = consume listener
        case .editor:
            socketPath = "\(plan.scratchDirectory)/fuzzed.sock"
            process = try SubjectProcess(
                .editor, plan: plan,
                arguments: [
                    "--headless", "--no-spawn", "--keep-accepting", "--no-heartbeat", "--seconds",
                    "1000000", "--size", "64x64", "--socket", socketPath,
                ] + (requests.map { ["--requests", "\($0)/s"] } ?? []),
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
        case .some(let listener): number = FuzzSocket.number(of: listener)
        case .none: return nil
        }
        while true {
            do {
                if let socket = try FuzzSocket.accept(from: number) { return socket }
            } catch {
                return nil
            }
            guard !deadline.hasPassed, status == .running else { return nil }
            wait(deadline, number, for: .readable)
        }
    }

    private func connected(_ deadline: Deadline) -> FuzzSocket? {
        FuzzSocket.connect(to: socketPath, until: deadline.nanoseconds)
    }

    /// What the stub said of the newest connection; nil while it has not ended there.
    var report: FuzzEvents.Report? {
        events.report.connection == connections ? events.report : nil
    }

    /// Keeps what the stub said last, as the evidence of its failure.
    func recordLastEvents(_ recorder: Recorder) {
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

    /// Kills what is left, and removes the socket that a killed or dead editor leaves behind.
    func kill() {
        process.signal(Signals.kill)
        let status = waitForEnd(within: .seconds(5))
        if role == .editor, status != .exited(.clean) {
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
        case .ack(let isAccepted, _): current.wasRefused = !isAccepted
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
