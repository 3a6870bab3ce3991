import WeldPlatform

@testable import WeldViewport

/// Makes a region of 1280x720 or another size in sealed memory.
func newRegion(
    _ version: ViewportProtocol = .threeSlot, _ size: PictureSize = .standard
) throws -> ViewportRegion {
    let layout = ViewportLayout(version, size: size)
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

/// Draws and publishes the next frame.
@discardableResult
func publishNext(_ writer: inout ViewportWriter) throws -> FrameRecord {
    let id = writer.nextID
    writer.draw { TestPattern.draw(frame: id, on: $0) }
    return try writer.publish()
}

/// Copies the acquired picture out and reads it.
func readingOfCurrent(_ reader: ViewportReader, _ region: ViewportRegion) -> Witness.Reading {
    let picture = PictureBuffer(size: region.layout.size)
    reader.copyCurrent(to: picture)
    return Witness.read(picture)
}

/// A small size that still carries the witness.
let small = PictureSize(width: 480, height: 9) ?? .standard
