import WeldPlatform

@testable import WeldViewport

/// Makes a region of 1280x720 or another size in sealed memory.
func newRegion(_ size: PictureSize = .standard) throws -> ViewportRegion {
    let layout = ViewportLayout(.twoSlot, size: size)
    let memory = try MemoryObject.sealed(label: "test", size: layout.regionSize)
    return try ViewportRegion(creating: layout, in: memory)
}

/// A second attachment to the same memory, as the other process has it.
func attached(to region: ViewportRegion) throws -> ViewportRegion {
    let copy = try OwnedDescriptor.duplicating(region.descriptor)
    let memory = try MemoryObject(adopting: copy, expectedSize: region.byteCount)
    return try ViewportRegion(attaching: memory)
}

/// Reads raw bytes of a region through its descriptor.
func bytes(of region: ViewportRegion, at offset: Int, count: Int) throws -> [UInt8] {
    let copy = try OwnedDescriptor.duplicating(region.descriptor)
    var bytes = [UInt8](repeating: 0, count: count)
    let got = unsafe try bytes.withUnsafeMutableBytes { unsafe try copy.read(into: $0, at: offset) }
    return Array(bytes.prefix(got))
}

/// A small size that still carries the witness.
let small = PictureSize(width: 480, height: 9) ?? .standard
