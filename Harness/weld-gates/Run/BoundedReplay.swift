import GateHost
import GateKit
import GateRunner
import Gates
import Synchronization

/// A replay that ends at its limit or when its user wants it to, whatever its script says
/// (platform.md#budgets).
final class BoundedReplay: Sendable {
    private let replay: FuzzReplay
    private let program: String
    private let directory: String
    private let isOver = Atomic(false)
    private let result = Mutex<[FuzzReplay.Line]?>(nil)

    /// Prepares a replay in a private directory.
    init(_ replay: FuzzReplay, program: String, directory: String) {
        self.replay = replay
        self.program = program
        self.directory = directory
    }

    /// Replays on a thread of its own and returns what came of it; once the limit is reached or an
    /// interrupt comes, the stub is killed and no other is started.
    func lines(
        within seconds: Double, _ interruption: Interruption
    ) throws(Failure) -> [FuzzReplay.Line] {
        let limit = Deadline.after(.milliseconds(Int(seconds * 1_000)))
        let reaper = OrphanReaper()
        let thread: OSThread
        do throws(SystemError) {
            try ProcessEnvironment.becomeSubreaper()
            thread = try OSThread.start(named: "replay") { [self] in
                let lines = replay.run(program: program, directory: directory) { [self] in
                    isOver.load(ordering: .acquiring)
                }
                result.withLock { $0 = lines }
            }
        } catch {
            throw Failure(sentence: "\(error)", code: .preconditionMissing)
        }
        var cause: String?
        while result.withLock({ $0 }) == nil, cause == nil {
            if interruption.isRequested { cause = "the replay was interrupted" }
            if limit.hasPassed {
                cause = "the replay took longer than \(seconds) s; --timeout gives it more"
            }
            Pause.wait(.milliseconds(10))
        }
        if let cause {
            isOver.store(true, ordering: .releasing)
            let patience = Deadline.after(.seconds(3))
            repeat {
                reaper.kill(except: nil)
                Pause.wait(.milliseconds(10))
            } while result.withLock({ $0 }) == nil && !patience.hasPassed
            throw Failure(sentence: cause, code: .inconclusive)
        }
        thread.join()
        return result.withLock { $0 } ?? []
    }
}
