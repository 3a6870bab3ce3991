// Unsafe code: a C function fills an array's bytes.

import CMilestoneWire
import Testing
import WeldWire

/// The peer in C spells frames by its own literals: they must be the page's, or it proves nothing.
@Suite("Frames of the milestone's peer")
struct MilestoneWireTests {
    @Test("bodies and hashes of messages 1 to 13 are those of the page, and there is no fourteenth")
    func table() {
        for type in MessageType.allCases where type != .shmRegionsHandoff {
            #expect(milestone_body_size(type.rawValue) == type.descriptor.bodySize, "\(type)")
            #expect(milestone_hash(type.rawValue) == type.descriptor.schemaHash, "\(type)")
        }
        #expect(milestone_body_size(14) == 0 && milestone_body_size(0) == 0)
    }

    @Test("a frame of every type is spelled as ours is, byte for byte")
    func frames() {
        for type in MessageType.allCases where type != .shmRegionsHandoff {
            let body = (0..<type.descriptor.bodySize).map { UInt8(truncatingIfNeeded: $0 + 1) }
            var frame = [UInt8](repeating: 0xA5, count: 512)
            let length = unsafe frame.withUnsafeMutableBufferPointer { frame in
                unsafe body.withUnsafeBytes { body in
                    unsafe milestone_frame(
                        frame.baseAddress, type.rawValue, 0x0102_0304, body.baseAddress, body.count)
                }
            }
            #expect(
                Array(frame.prefix(length))
                    == FrameEncoder.encode(type: type, body: body, sequence: 0x0102_0304))
        }
    }
}
