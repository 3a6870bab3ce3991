import WeldPlatform
import WeldStub

/// The sabotages of a runtime whose editor is gone (gates page, G5).
enum EndFault {
    /// Happens on the reading thread, when it has seen the end and told nobody.
    static func act(_ sabotage: Sabotage?) {
        switch sabotage {
        case .ignoreEndOfStream: pause(until: .never)
        case .slowEndOfStream(let nanoseconds):
            pause(until: Deadline(nanoseconds: MonotonicClock.now() + nanoseconds))
        default: break
        }
    }

    /// Happens last.
    static func end(_ sabotage: Sabotage?) {
        if sabotage == .exitCodeOneOnEnd { ProcessEnvironment.exitNow(1) }
    }

    /// Lets time pass: the fault itself, not a wait for anything.
    private static func pause(until deadline: Deadline) {
        var none: [PollEntry] = []
        _ = try? Poll.wait(&none, until: deadline)
    }
}
