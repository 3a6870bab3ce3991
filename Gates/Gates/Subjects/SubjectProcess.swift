internal import GateHost
internal import GateKit
internal import WeldContract

/// What a stub finds around it, where that is not what the attempt itself finds.
struct SubjectSurroundings {
    /// Its whole environment, as `NAME=value`; nil is what every child of the judge's finds.
    var environment: [String]?
    /// What is changed in that environment.
    var variables: [String: String] = [:]
    /// Where it starts; nil is where the attempt is.
    var directory: String?
    /// Descriptors besides its log, which is 1 and 2, and its events, which are 3.
    var inherited: [InheritedDescriptor] = []
    /// Words before the program and its arguments: what starts it instead of the attempt.
    var launcher: [String] = []
    /// Where its log goes.
    var log: Int32 = 2
}

/// A stub under test: a process of the real binary, with its events and its end observed.
struct SubjectProcess: ~Copyable {
    /// Which of the two stubs it is.
    let role: SubjectRole
    /// The process id.
    var pid: Int32 { process.pid }
    /// Readable once the process has ended; lent for polling.
    var endDescriptor: Int32 { process.pidDescriptor.rawValue }

    private var process: ChildProcess
    private let recorder: Recorder

    /// Starts a stub.
    ///
    /// Its standard output goes where its log goes: the attempt's own carries evidence.
    /// - Parameter arguments: The command line without the events descriptor and the sabotage,
    ///   which are added here.
    /// - Parameter runtimeDirectory: Where its socket goes (`XDG_RUNTIME_DIR`); nil leaves it where
    ///   the attempt's own would go.
    /// - Parameter surroundings: What else is not as the attempt's own.
    /// - Parameter log: Where its log goes; the attempt's own standard error unless given.
    init(
        _ role: SubjectRole, plan: AttemptPlan, arguments: [String], events: EventReader,
        runtimeDirectory: String? = nil, surroundings: SubjectSurroundings = SubjectSurroundings(),
        log: Int32 = 2, recorder: Recorder
    ) throws(SystemError) {
        try self.init(
            role, plan: plan, arguments: arguments, eventsDescriptor: events.writeEnd,
            logDescriptor: log, runtimeDirectory: runtimeDirectory, surroundings: surroundings,
            recorder: recorder)
    }

    /// Starts a stub whose events, and log, go to descriptors of the caller's; without one for
    /// events it reports to nobody.
    init(
        _ role: SubjectRole, plan: AttemptPlan, arguments: [String], eventsDescriptor: Int32?,
        logDescriptor: Int32 = 2, runtimeDirectory: String? = nil,
        surroundings: SubjectSurroundings = SubjectSurroundings(), recorder: Recorder
    ) throws(SystemError) {
        self.role = role
        self.recorder = recorder
        let words =
            surroundings.launcher + [role == .editor ? plan.editorPath : plan.runtimePath]
            + arguments + (eventsDescriptor == nil ? [] : ["--events-fd", "3"])
            + plan.sabotageArguments(for: role)
            + (role == .editor ? ["--seed", String(plan.seed)] : [])
        process = try ChildProcess.spawn(
            path: words[0], arguments: Array(words.dropFirst()),
            environment: Self.environment(
                surroundings.environment ?? ChildEnvironment.variables(),
                surroundings.variables.merging(
                    runtimeDirectory.map { ["XDG_RUNTIME_DIR": $0] } ?? [:]
                ) { $1 }),
            directory: surroundings.directory,
            inheriting: [
                InheritedDescriptor(logDescriptor, as: 1),
                InheritedDescriptor(logDescriptor, as: 2),
            ] + (eventsDescriptor.map { [InheritedDescriptor($0, as: 3)] } ?? [])
                + surroundings.inherited)
        recorder.record(.process(process.pid))
    }

    /// Sends a signal while the process is still ours.
    borrowing func signal(_ number: Int32) {
        // A process that is gone already has nothing to be told; its end is judged elsewhere.
        _ = try? process.kill(number)
    }

    /// Waits for the end; `running` when the deadline passed first.
    mutating func wait(until deadline: Deadline) throws(SystemError) -> ProcessStatus {
        try process.wait(until: deadline)
    }

    /// Waits for an exit with code 0 and records a violation for anything else; that its runtime had to
    /// be ended by force is a wait of an editor's own that ran out.
    mutating func expectCleanExit(within limit: Duration) throws(SystemError) {
        let start = MonotonicClock.now()
        switch try process.wait(until: .after(limit)) {
        case .exited(code: ExitCode.clean.documented):
            return
        case .exited(let code):
            let hasWaited = ProcessStatus.exited(code: code).saysRuntimeHung
            recorder.violation(
                hasWaited ? .hang : .misbehaviour,
                "\(name) exited with code \(code) instead of 0",
                span: hasWaited ? .since(start) : nil)
        case .signalled(let number, _):
            recorder.violation(.crash, "\(name) died of signal \(number)")
        case .running:
            recorder.violation(
                .hang, "\(name) had not ended after \(limit)", span: .since(start))
            try process.kill(Signals.kill)
            _ = try process.wait(until: .after(.seconds(5)))
        }
    }

    /// Returns what stopped the attempt at a point that the stub did not reach: its own end, if it
    /// has ended, else that it did not come so far.
    ///
    /// - Parameter start: When it was first waited for. What fails at once is no wait that ran out,
    ///   neither the attempt's nor one of the stub's own.
    mutating func failure(
        before point: String, _ cause: any Error, since start: UInt64
    ) -> SubjectFailure {
        let waited = TimeSpan.since(start)
        let span: TimeSpan? = waited.length >= Self.shortestWait ? waited : nil
        return switch try? process.wait(until: .after(.milliseconds(100))) {
        case .exited(let code):
            SubjectFailure(
                .misbehaviour, "\(name) exited with code \(code) before \(point)",
                span: Self.givingUp.contains { $0.documented == code } ? span : nil)
        case .signalled(let number, _):
            SubjectFailure(.crash, "\(name) died of signal \(number) before \(point)")
        case .running, .none:
            SubjectFailure(.hang, "\(name) did not come to \(point): \(cause)", span: span)
        }
    }

    /// The ends of a stub that itself waited too long; no host makes it end with another code.
    private static let givingUp: [ExitCode] = [.connection, .handshake, .protocolError]

    /// The shortest wait of either side that can run out, in nanoseconds.
    private static let shortestWait: UInt64 = 1_000_000_000

    private static func environment(
        _ variables: [String], _ changes: [String: String]
    ) -> [String] {
        variables.filter { changes[String($0.prefix { $0 != "=" })] == nil }
            + changes.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    }

    private var name: String { "the \(role.rawValue) (pid \(process.pid))" }
}

extension ProcessStatus {
    /// Whether an editor says by it that its runtime had to be ended by force: a wait of its own that
    /// ran out, which a host can cause, and no wrong end.
    var saysRuntimeHung: Bool { [.exited(.neededTerminate), .exited(.neededKill)].contains(self) }
}
