internal import GateHost
internal import GateKit
internal import WeldContract

/// The judge in the place of a runtime's editor: it listens, starts the runtime and greets it,
/// without any code of the judged (credibility.md#independence).
///
/// The runtime ends, and the socket's file goes, with this value.
final class OwnEditor {
    /// How long anything may take that takes a fraction of it.
    static let patience: Duration = .seconds(5)

    /// Where it listens.
    let path: String

    private let listener: OwnedDescriptor
    private var process: SubjectProcess
    /// What the runtime's Hello may announce: nothing where it attaches the region by its name.
    private let capabilities: [UInt64]
    private let start = MonotonicClock.now()

    /// Listens and starts a runtime.
    ///
    /// - Parameters:
    ///   - name: Names the socket's file.
    ///   - editor: Whom the runtime is told to take for its editor; the judge unless given.
    ///   - events: Who reads the runtime's events; without one it reports to nobody.
    ///   - eventsDescriptor: Where they go instead, lent.
    init(
        _ name: String, plan: AttemptPlan, arguments: [String] = [],
        editor: Int32 = ProcessEnvironment.pid, events: EventReader? = nil,
        eventsDescriptor: Int32? = nil, recorder: Recorder
    ) throws(SystemError) {
        path = "\(plan.scratchDirectory)/\(name).sock"
        capabilities = arguments.contains("--shm") ? [0] : [2, 6]
        listener = try StreamSocket.listen(at: path)
        process = try SubjectProcess(
            .runtime, plan: plan,
            arguments: ["--socket", path, "--editor-pid", String(editor)] + arguments,
            eventsDescriptor: events?.writeEnd ?? eventsDescriptor, recorder: recorder)
    }

    deinit { try? RegularFile.remove(path) }

    /// The runtime's process id.
    var pid: Int32 { process.pid }

    /// Waits for the runtime's next connection.
    ///
    /// - Throws: ``OwnPeer/Failure/late(since:)``.
    func accept() throws -> OwnPeer {
        guard
            let socket = try PassingSocket.accept(
                from: listener, ending: process.endDescriptor, until: .after(Self.patience))
        else { throw OwnPeer.Failure.late(since: start) }
        return OwnPeer(socket)
    }

    /// Waits for the runtime's next connection and consents to its Hello, which must be right.
    func greet() throws -> OwnPeer {
        let peer = try accept()
        guard let hello = try peer.next() else { throw OwnPeer.Failure.wrong("no Hello came") }
        if let fault = hello.faultOfHello(announcing: capabilities) {
            throw OwnPeer.Failure.wrong(fault)
        }
        try peer.send(OwnFrame.consent(to: hello.number).bytes)
        return peer
    }

    /// Sends the runtime a signal.
    func signal(_ number: Int32) { process.signal(number) }

    /// Waits for the runtime's end; `running` when the time was over first.
    func wait(within limit: Duration = patience) throws(SystemError) -> ProcessStatus {
        try process.wait(until: .after(limit))
    }

    /// Waits for the runtime's exit with 0, and records a violation for anything else.
    func expectCleanExit() throws(SystemError) {
        try process.expectCleanExit(within: Self.patience)
    }

    /// Ends a runtime that still runs.
    func kill() throws(SystemError) {
        process.signal(Signals.kill)
        _ = try process.wait(until: .after(Self.patience))
    }
}
