import WeldContract
import WeldPlatform
import WeldStub

/// The sabotages of a runtime whose editor is gone (gates.md#g5).
enum EndFault {
    /// Happens on the reading thread, when it has seen the end and told nobody.
    static func act(_ sabotage: Sabotage?) {
        switch sabotage {
        case .ignoreEndOfStream: FaultPause.wait(until: .never)
        case .slowEndOfStream(let nanoseconds): FaultPause.wait(nanoseconds: nanoseconds)
        default: break
        }
    }

    /// Happens last.
    static func end(_ sabotage: Sabotage?) {
        if sabotage == .exitCodeOneOnEnd { ProcessEnvironment.exitNow(1) }
    }
}
