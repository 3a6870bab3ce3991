// Unsafe code: the region's slots are handed to the driver by address; the region outlives them.

internal import WeldViewport

/// The slots of a region as buffers of the device, which reads them where they lie.
@safe
final class ImportedSlots {
    private let buffers: [HostBuffer]

    /// Imports every slot.
    ///
    /// - Throws: ``DisplayError/cannotImport(_:)`` with the reason, or what the driver refused.
    init(_ device: Device, _ region: ViewportRegion) throws(DisplayError) {
        guard device.physical.importAlignment != nil else {
            throw .cannotImport("it lacks \(PhysicalDevice.hostImport)")
        }
        guard region.importableSlotCount > 0 else {
            throw .cannotImport("the slots of this region do not begin at pages")
        }
        var buffers: [HostBuffer] = []
        for slot in 0..<region.importableSlotCount {
            let bytes = unsafe region.withSlotMemory(slot) { unsafe $0 }
            let address = UInt(bitPattern: bytes.baseAddress)
            guard device.canImport(address: address, byteCount: bytes.count) else {
                throw .cannotImport(
                    "it demands multiples of \(device.physical.importAlignment ?? 0) bytes")
            }
            unsafe buffers.append(
                try HostBuffer(device, importing: bytes, of: region, for: .upload))
        }
        self.buffers = buffers
    }

    /// Imports the slots as the settings ask for; nil where pictures are to be copied.
    static func make(
        _ device: Device, _ region: ViewportRegion?, _ wish: PictureUpload?
    ) throws(DisplayError) -> ImportedSlots? {
        guard wish != .staging, let region else { return nil }
        do throws(DisplayError) {
            return try ImportedSlots(device, region)
        } catch {
            // A device that refuses is no reason to show nothing, unless it was asked for.
            if wish == .inPlace { throw error }
            return nil
        }
    }

    /// The buffer over a slot.
    func buffer(of slot: Int) -> HostBuffer { buffers[slot] }
}
