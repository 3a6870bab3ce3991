// Unsafe code: read-back memory is lent as bytes.

internal import CVulkan
internal import WeldViewport

/// Where one frame's marks are copied back to: memory of its own, or of whoever wants to see them
/// for himself.
@safe
final class ReadBack {
    /// Where the marks of one presented picture lie.
    enum Place {
        /// In the frame's own memory.
        case own
        /// In the ring, at the slot of this number; `isDirect` where the device wrote it there.
        case ring(Int, isDirect: Bool)
    }

    private let strips: MarkStrips?
    private let own: HostBuffer?
    private let ring: RingBuffers?

    init(_ device: Device, _ picture: PictureSize, ring: RingBuffers?) throws(DisplayError) {
        strips = MarkStrips(picture)
        own =
            if let strips {
                try HostBuffer(device, byteCount: strips.size.byteCount, for: .readBack)
            } else { nil }
        self.ring = strips == nil ? nil : ring
    }

    /// Records the copies out of an image in which the picture lies pixel by pixel; returns where
    /// they go, nil for pictures without marks.
    func record(
        _ list: CommandList, _ image: VkImage, after use: ImageUse, _ fit: PictureFit
    ) -> Place? {
        guard let strips, let own else { return nil }
        var place = Place.own
        var target = own
        if let ring, let slot = ring.ring.take() {
            let buffer = ring.buffer(of: slot)
            place = .ring(slot, isDirect: buffer != nil)
            target = buffer ?? own
        }
        unsafe list.readBack(image, after: use, strips.copies(fit), to: target)
        return place
    }

    /// A frame was recorded and then not shown: its place is free again.
    func drop(_ place: Place?) {
        if case .ring(let slot, _)? = place { ring?.ring.giveUp(slot) }
    }

    /// What the rows say, once the device is done.
    func reading(_ place: Place) -> Witness.Reading? {
        guard let strips, let bytes = unsafe bytes(place) else { return nil }
        let marks = unsafe UnsafeRawBufferPointer(rebasing: bytes[..<strips.size.byteCount])
        return unsafe Witness.read(marks.bytes, size: strips.size, pitch: strips.size.pitch)
    }

    /// Hands a read-back to whoever reads the ring; nil where it is not in it.
    func handOver(_ place: Place) -> Int? {
        guard case .ring(let slot, let isDirect) = place, let ring = ring?.ring, let own, let strips
        else {
            return nil
        }
        if !isDirect {
            unsafe ring.copy(
                UnsafeRawBufferPointer(rebasing: own.bytes[..<strips.size.byteCount]), to: slot)
        }
        ring.fill(slot)
        return slot
    }

    private func bytes(_ place: Place) -> UnsafeRawBufferPointer? {
        if case .ring(let slot, isDirect: true) = place, let ring = ring?.ring {
            return unsafe UnsafeRawBufferPointer(ring.bytes(of: slot))
        }
        return unsafe own.map { unsafe UnsafeRawBufferPointer($0.bytes) }
    }
}

/// A ring, and its slots as buffers of the device, where it can write them in place.
final class RingBuffers {
    let ring: ReadBackRing
    // Empty where the slots are filled by copies.
    private let buffers: [HostBuffer]

    init(
        _ device: Device, _ ring: ReadBackRing, for picture: PictureSize
    ) throws(DisplayError) {
        self.ring = ring
        if let strips = MarkStrips(picture) { try ring.expect(strips.size) }
        var buffers: [HostBuffer] = []
        for slot in 0..<ring.slotCount {
            let bytes = unsafe ring.bytes(of: slot)
            let address = UInt(bitPattern: bytes.baseAddress)
            guard device.canImport(address: address, byteCount: bytes.count),
                let buffer = unsafe try? HostBuffer(
                    device, importing: bytes, of: ring, for: .readBack)
            else { break }
            buffers.append(buffer)
        }
        self.buffers = buffers
    }

    /// The buffer over a slot; nil where the device cannot write it in place.
    func buffer(of slot: Int) -> HostBuffer? { slot < buffers.count ? buffers[slot] : nil }
}

/// The parts of a drawn picture that are copied back: the columns of its witness, side by side, so
/// that they are a narrower picture with both marks in every row.
struct MarkStrips {
    /// The narrower picture.
    let size: PictureSize

    /// Nil for pictures without a witness.
    init?(_ picture: PictureSize) {
        guard Witness.fits(picture),
            let size = PictureSize(width: 2 * Witness.width, height: picture.height)
        else { return nil }
        self.size = size
    }

    /// The copies out of an image in which the picture lies pixel by pixel.
    func copies(_ fit: PictureFit) -> [VkBufferImageCopy] {
        let width = size.width / 2
        return [(0, fit.x), (width, fit.x + fit.size.width - width)].map { column, x in
            var copy = VkBufferImageCopy()
            copy.bufferOffset = VkDeviceSize(column * PictureSize.bytesPerPixel)
            copy.bufferRowLength = UInt32(size.width)
            copy.imageSubresource = .color
            copy.imageOffset = VkOffset3D(x: Int32(x), y: Int32(fit.y), z: 0)
            copy.imageExtent = VkExtent3D(
                width: UInt32(width), height: UInt32(size.height), depth: 1)
            return copy
        }
    }
}
