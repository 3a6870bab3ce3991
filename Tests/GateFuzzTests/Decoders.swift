// Unsafe code: bytes are handed to the C decoder, and to the engine's, by address.

import CWireWitness
import GateWire

/// What a decoder makes of a stream: the first error, the place of the frame at fault, and whole
/// frames before it.
struct DecoderOutcome: Equatable, CustomStringConvertible {
    var error: String?
    var offset: UInt64
    var frames: UInt64

    var description: String { "\(error ?? "no error") at \(offset) after \(frames) frames" }

    /// What the judge's reader makes of it, in pieces of a size.
    static func judge(_ bytes: [UInt8], piece: Int, ends: Bool) -> DecoderOutcome {
        var reader = FrameReader()
        var outcome = DecoderOutcome(error: nil, offset: 0, frames: 0)
        var rest = bytes[...]
        do throws(FrameFault) {
            while true {
                while let frame = try reader.next() {
                    outcome.frames += 1
                    outcome.offset = frame.start + UInt64(frame.length)
                }
                if rest.isEmpty { break }
                reader.take(rest.prefix(piece))
                rest = rest.dropFirst(piece)
            }
        } catch {
            return DecoderOutcome(
                error: error.error.rawValue, offset: error.offset, frames: outcome.frames)
        }
        if ends, let fault = reader.faultAtEnd {
            return DecoderOutcome(
                error: fault.error.rawValue, offset: fault.offset, frames: outcome.frames)
        }
        return outcome
    }

    /// What the decoder in C makes of it.
    static func witness(_ bytes: [UInt8], ends: Bool) -> DecoderOutcome {
        let outcome = unsafe witness_decode(bytes, bytes.count, 0, ends ? 1 : 0)
        return unsafe DecoderOutcome(
            error: outcome.error.map { unsafe String(cString: $0) }, offset: outcome.offset,
            frames: outcome.frames)
    }
}
