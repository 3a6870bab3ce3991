internal import GateKit
internal import WeldPlatform

/// Trials that run side by side; what one throws is a violation where it says so, and a fault of the
/// attempt otherwise.
struct ThreadGroup: ~Copyable {
    private var threads: [Handle] = []

    private final class Handle {
        private var thread: OSThread?

        init(_ thread: consuming OSThread) {
            self.thread = consume thread
        }

        func join() { thread.take()?.join() }
    }

    /// Starts a trial.
    mutating func start(
        _ name: String, faults recorder: Recorder, _ body: @escaping @Sendable () throws -> Void
    ) throws {
        let thread = try OSThread.start(named: name) {
            do {
                try body()
            } catch let failure as SubjectFailure {
                recorder.record(.violation(failure.violation))
            } catch {
                recorder.fault(.harness, "\(name): \(error)")
            }
        }
        threads.append(Handle(thread))
    }

    /// Waits for all.
    mutating func join() {
        for thread in threads { thread.join() }
        threads.removeAll()
    }
}
