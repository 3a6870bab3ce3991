import WeldContract
import WeldPlatform
import WeldStub
import WeldViewport

// The sabotages of an editor whose runtime is gone (gates.md#g4); `no-restart` and
// `ignore-heartbeat` are rules of the life.
extension Editor {
    /// Lets time pass before a death is noticed, once for each.
    mutating func noticeLate(death: UInt32) {
        guard case .slowDetect(let nanoseconds) = services.settings.sabotage,
            delayedDeath != death
        else { return }
        delayedDeath = death
        FaultPause.wait(nanoseconds: nanoseconds)
    }

    /// Loses a descriptor with every runtime but the first.
    func loseDescriptor() {
        guard services.settings.sabotage == .leakDescriptorPerRestart, life.deaths > 0 else {
            return
        }
        _ = (try? OwnedDescriptor.duplicating(region.region.descriptor))?.release()
    }
}
