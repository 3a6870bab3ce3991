// Unsafe code: a sabotage allocates memory and loses it.

import WeldContract
import WeldPlatform
import WeldStub

/// The sabotages of an editor that takes pictures (gates.md#g6).
struct PictureFault {
    private let sabotages: Sabotages
    private var taken: UInt64 = 0

    /// How much `leak-per-picture` loses with each.
    static let leakedBytes = 4096
    /// Of how many pictures `leak-fd-per-picture` loses a descriptor with one.
    static let descriptorEvery: UInt64 = 10
    /// Of how many pictures `repeat-picture` repeats one.
    static let repeatedEvery: UInt64 = 30
    /// Of how many pictures `slow-present` shows one late.
    static let lateEvery: UInt64 = 60

    init(_ sabotages: Sabotages) {
        self.sabotages = sabotages
    }

    /// A picture was taken out of the region, to be shown; returns whether it is left out.
    mutating func leavesOut() -> Bool {
        taken &+= 1
        guard !sabotages.isEmpty else { return false }
        if sabotages.has(.leakPerPicture) { leakMemory() }
        if sabotages.has(.leakDescriptorPerPicture), taken % Self.descriptorEvery == 0 {
            leakDescriptor()
        }
        if let late = sabotages[.slowPresent], taken % Self.lateEvery == 0 {
            FaultPause.wait(nanoseconds: late.nanoseconds)
        }
        return sabotages.has(.halfShown) && taken % 2 == 0
    }

    /// Whether the picture that was taken last is said to be read once more.
    var repeats: Bool { sabotages.has(.repeatPicture) && taken % Self.repeatedEvery == 0 }

    /// How long to wait for a picture instead of so many nanoseconds.
    func patience(_ nanoseconds: UInt64) -> UInt64 { sabotages.has(.busyLook) ? 0 : nanoseconds }

    /// Lets time pass before a picture is looked for.
    func lookLate() {
        guard let late = sabotages[.lateLook] else { return }
        FaultPause.wait(nanoseconds: late.nanoseconds)
    }

    private func leakMemory() {
        let lost = UnsafeMutableRawBufferPointer.allocate(
            byteCount: Self.leakedBytes, alignment: 16)
        // Touched, so that it is resident and no optimiser takes it away.
        unsafe lost.initializeMemory(as: UInt8.self, repeating: 0xA5)
    }

    private func leakDescriptor() {
        guard let counter = try? EventCounter() else { return }
        _ = (try? OwnedDescriptor.duplicating(counter.descriptor.rawValue))?.release()
    }
}
