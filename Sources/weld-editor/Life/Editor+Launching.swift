import WeldContract
import WeldPlatform
import WeldStub

/// The start of a runtime that the system refuses for want of a process, a descriptor or memory.
struct PendingLaunch: Sendable {
    /// How long it is tried, in nanoseconds: within the time that a runtime has for its Hello.
    static let patience: UInt64 = 1_500_000_000
    /// From one try to the next, in nanoseconds.
    static let pause: UInt64 = 50_000_000

    /// When it is tried again.
    var next: UInt64
    /// When it is given up.
    let end: UInt64
}

// How a runtime is started, also where there is no room for one just now (platform.md#exhaustion).
extension Editor {
    mutating func launch() {
        guard services.settings.spawns else { return }
        services.hold.reach(.beforeSpawn)
        spoilReplacement()
        words = wordsOfNext()
        let now = MonotonicClock.now()
        tryToLaunch(PendingLaunch(next: now, end: now + PendingLaunch.patience))
    }

    private func launch(errorStream words: LastWords?) throws(SystemError) -> ChildProcess {
        let isFirst = life.deaths == 0
        guard let words else {
            return try launcher.launch(isFirst: isFirst, regionName: region.name)
        }
        return try words.lend { (stream) throws(SystemError) in
            try launcher.launch(
                isFirst: isFirst, regionName: region.name, errorStream: stream)
        }
    }

    /// Tries again what was refused, when its time has come.
    mutating func launchIfPending() {
        guard let pending = pendingLaunch, pending.next <= MonotonicClock.now() else { return }
        tryToLaunch(pending)
    }

    /// Gives up a start that was refused so far: nothing was started that could be asked to end.
    mutating func giveUpLaunch() {
        guard pendingLaunch != nil else { return }
        pendingLaunch = nil
        tell(.spawnFailed)
    }

    private mutating func tryToLaunch(_ attempt: PendingLaunch) {
        let isFirstTry = pendingLaunch == nil
        do throws(SystemError) {
            let child = try launch(errorStream: words)
            pendingLaunch = nil
            services.events.emit(.spawned(child: child.pid))
            self.child = consume child
            tell(.launched)
        } catch {
            let now = MonotonicClock.now()
            guard error.isExhaustion, now < attempt.end else {
                services.log("cannot start the runtime: \(error)")
                pendingLaunch = nil
                return tell(.spawnFailed)
            }
            if isFirstTry { services.log("cannot start the runtime yet: \(error)") }
            pendingLaunch = attempt
            pendingLaunch?.next = door.makeRoom() ? now : now + PendingLaunch.pause
        }
    }
}
