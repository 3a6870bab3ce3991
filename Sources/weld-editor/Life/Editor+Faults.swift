import WeldContract
import WeldPlatform
import WeldStub
import WeldViewport

// The sabotages of an editor whose runtime is gone (gates.md#g4); those that only change a rule of
// the life, such as `no-restart`, stand where the life is made.
extension Editor {
    private var sabotages: Sabotages { services.settings.sabotages }

    /// Lets time pass before a death is noticed, once for each.
    mutating func noticeLate(death: UInt32) {
        guard let slow = sabotages[.slowDetect], delayedDeath != death else { return }
        delayedDeath = death
        FaultPause.wait(nanoseconds: slow.nanoseconds)
    }

    /// Happens before a runtime takes the place of another: time passes, a descriptor is lost, and
    /// memory.
    func spoilReplacement() {
        guard life.deaths > 0 else { return }
        if let late = sabotages[.restartLate] { FaultPause.wait(nanoseconds: late.nanoseconds) }
        guard sabotages.has(.leakDescriptorPerRestart) else { return }
        _ = (try? OwnedDescriptor.duplicating(region.region.descriptor))?.release()
    }

    /// Loses memory with every runtime that is buried.
    func spoilBurial() {
        if sabotages.has(.leakPerRestart) { Loss.memory(WireFaults.leakedBytes) }
    }

    /// The epoch that the next runtime is given.
    var nextEpoch: UInt32 { sabotages.has(.oldEpoch) ? 1 : life.epoch }

    /// How a runtime's end is reported.
    func reading(of status: ProcessStatus) -> String {
        let clean = ProcessStatus.exited(code: ExitCode.clean.rawValue)
        return (sabotages.has(.misreadDeath) ? clean : status).description
    }

    /// The code that the editor ends with where it should end with another.
    func spoiled(_ code: ExitCode) -> ExitCode {
        switch code {
        case .peerDiedTwice where sabotages.has(.cleanSecondDeath): .clean
        case .clean where sabotages.has(.wrongEnd): .protocolError
        default: code
        }
    }
}
