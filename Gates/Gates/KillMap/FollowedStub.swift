internal import GateHost
internal import GateKit
internal import Synchronization

/// A stub that is followed over its system calls by a thread of its own, until it is killed at the
/// wanted one, or ends.
final class FollowedStub<Counter: CallCounter>: Sendable {
    private struct State {
        var mark: KillMark?
        var counter: Counter
        var end: Result<TraceEnd, SystemError>?
    }

    private let state: Mutex<State>
    private let thread: Mutex<FollowingThread?>

    /// Follows the stub of a life whose editor was started by ``ProcessTracer/launcher``.
    ///
    /// - Parameter child: Which of the editor's children it is; nil for the editor itself.
    init(child: Int?, editor: Int32, _ counter: Counter) throws(SystemError) {
        state = Mutex(State(counter: counter))
        thread = Mutex(nil)
        let started = try OSThread.start(named: "kill-map") { [self] in
            let end: Result<TraceEnd, SystemError>
            do throws(SystemError) {
                end = .success(
                    try ProcessTracer.follow(editor, child: child) { call in
                        state.withLock { $0.counter.take(call, mark: $0.mark) }
                    })
            } catch {
                end = .failure(error)
            }
            state.withLock { $0.end = end }
        }
        let owner = FollowingThread(started)
        thread.withLock { $0 = owner }
    }

    /// Says where the life stands.
    func mark(_ mark: KillMark) { state.withLock { $0.mark = mark } }

    /// Whether nothing is followed any more.
    var isOver: Bool { state.withLock { $0.end != nil } }

    /// Waits until nothing is followed any more, which is soon after everything has ended, and
    /// returns the kill; nil where there was none.
    ///
    /// - Throws: What kept the stub from being followed.
    func kill() throws(SystemError) -> TracedKill? {
        thread.withLock { $0 }?.join()
        switch state.withLock({ $0.end }) {
        case .success(.killed(let kill)): return kill
        case .success(.ended), .none: return nil
        case .failure(let error): throw error
        }
    }

    /// What was counted so far.
    var counter: Counter { state.withLock { $0.counter } }
}

/// The thread to which what is followed belongs.
private final class FollowingThread: Sendable {
    private let thread: Mutex<OSThread?>

    init(_ thread: consuming OSThread) { self.thread = Mutex(consume thread) }

    func join() { thread.withLock { $0.take() }?.join() }
}
