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
