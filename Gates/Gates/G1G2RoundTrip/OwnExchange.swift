internal import GateHost
internal import GateKit
internal import WeldContract

/// A runtime that talks to a peer without any code of the judged: what both ends of the engine's
/// transport do wrong alike is seen here and nowhere else in this gate
/// (credibility.md#independence).
///
/// Every reply is compared with its request to the byte: in turn, in pieces, many at once, more
/// than socket and queues hold while nobody reads, and with numbers around their wrap.
struct OwnExchange {
    let plan: AttemptPlan
    let recorder: Recorder

    /// Frames that go out while nothing is read, at most: far more than a bounded queue lets in.
    static let flood = 40_000
    /// Requests that are sent to a main loop that stands still, at most.
    static let backlog = 2000
    /// How long it stands still: long enough to read what a bounded queue holds, one by one.
    static let standstill: Duration = .milliseconds(900)
    /// How often a runtime that owes an answer is looked at, whether it sleeps.
    static let looks = 20
    /// How long the socket has to take nothing until the runtime counts as waiting.
    static let settled: Duration = .milliseconds(50)
    /// For how long a runtime that is asked to end waits for room at the least, in nanoseconds: a
    /// second, less what its own clock may differ by.
    static let lastRoom: UInt64 = 900_000_000

    /// Starts a runtime, talks to it, and ends it; and beside it another, whose threads are late.
    ///
    /// No time is judged here, so that the two may wait side by side.
    func run() throws {
        var late = ThreadGroup()
        // The fault of a control is seen without that.
        if !plan.isControl {
            try late.start("late", faults: recorder) { [self] in
                try run("late", hold: ThreadHold())
            }
        }
        defer { late.join() }
        try run("own", hold: nil)
    }

    private func run(_ name: String, hold: ThreadHold?) throws {
        let events = try EventReader(recorder: recorder)
        defer { events.clock.record(to: recorder) }
        let path = "\(plan.scratchDirectory)/weld-\(ProcessEnvironment.pid)-\(name).sock"
        let listener = try StreamSocket.listen(at: path)
        defer { try? RegularFile.remove(path) }
        let start = MonotonicClock.now()
        var process = try SubjectProcess(
            .runtime, plan: plan,
            arguments: [
                "--socket", path, "--editor-pid", String(ProcessEnvironment.pid),
            ], events: events,
            surroundings: SubjectSurroundings(
                launcher: hold == nil ? [] : ProcessTracer.launcher),
            recorder: recorder)
        let stub = try hold.map { hold throws(SystemError) in
            try FollowedStub(
                child: nil, editor: process.pid,
                LateCounter(seed: plan.seed, hold: hold, of: process.pid))
        }
        guard let socket = try accept(listener, from: stub) else {
            if let stub, stub.isOver {
                // It stands still, and has not begun.
                process.signal(Signals.kill)
                _ = try process.wait(until: .after(.seconds(5)))
                if try !stub.wasFollowed(recorder, as: name) { return }
            }
            throw process.failure(
                before: "its connection", SystemError(code: 110, operation: "accept"),
                since: start)
        }
        let trial = OwnTrial(
            of: process.pid, peer: OwnPeer(socket), events: events, recorder: recorder)
        trial.perform(plan.seed, hold: hold)
        if trial.isWhole {
            try process.expectCleanExit(within: .seconds(2))
        } else {
            process.signal(Signals.kill)
            _ = try process.wait(until: .after(.seconds(5)))
        }
        _ = try stub?.wasFollowed(recorder, as: name)
        events.drain()
    }

    /// Takes the runtime's connection; nil where none came, or it cannot be followed.
    private func accept(
        _ listener: borrowing OwnedDescriptor, from stub: FollowedStub<LateCounter>?
    ) throws -> PassingSocket? {
        let deadline = Deadline.after(.seconds(5))
        while !deadline.hasPassed, !(stub?.isOver ?? false) {
            let slice = min(deadline, .after(.milliseconds(200)))
            if let socket = try PassingSocket.accept(from: listener, until: slice) { return socket }
        }
        return nil
    }
}
