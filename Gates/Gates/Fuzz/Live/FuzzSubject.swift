internal import Foundation
internal import GateKit
internal import WeldContract
internal import WeldPlatform
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
        case .some(let listener): number = listener.descriptor
        case .none: return nil
        }
        while true {
            do throws(SystemError) {
                if let socket = try StreamSocket.accept(number) {
                    return try FuzzSocket(adopting: socket)
                }
            } catch {
                return nil
            }
            guard !deadline.hasPassed, status == .running else { return nil }
            wait(deadline, number, for: .readable)
        }
    }

    private func connected(_ deadline: Deadline) -> FuzzSocket? {
        do throws(SystemError) {
            let socket = try StreamSocket.make()
            try StreamSocket.connect(socket.rawValue, to: socketPath, until: deadline)
            return try FuzzSocket(adopting: socket)
        } catch {
            return nil
        }
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
        if role == .editor, status != .exited(.clean) { try? StreamSocket.unlink(socketPath) }
    }
}
