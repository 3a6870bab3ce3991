// Unsafe code: bytes are lent to the engine's decoder by address.

import WeldWire

extension DecoderOutcome {
    /// What a decoder makes of it that compares no hash.
    static func engineWithoutHash(_ bytes: [UInt8], piece: Int, ends: Bool) -> DecoderOutcome {
        engine(bytes, piece: piece, ends: ends, leniency: .anyHash)
    }

    /// What a decoder makes of it that takes any magic.
    static func engineWithoutMagic(_ bytes: [UInt8], piece: Int, ends: Bool) -> DecoderOutcome {
        engine(bytes, piece: piece, ends: ends, leniency: .anyMagic)
    }

    /// What the engine's decoder makes of a stream, in pieces of a size.
    static func engine(
        _ bytes: [UInt8], piece: Int, ends: Bool, leniency: DecoderLeniency = []
    ) -> DecoderOutcome {
        var decoder = FrameDecoder(anyVersion: false, leniency: leniency)
        var outcome = DecoderOutcome(error: nil, offset: 0, frames: 0)
        var rest = bytes[...]
        do throws(WireError) {
            while true {
                while let frame = try decoder.next() {
                    outcome.frames += 1
                    outcome.offset = frame.end
                }
                if rest.isEmpty { break }
                let part = Array(rest.prefix(piece))
                rest = rest.dropFirst(piece)
                _ = unsafe decoder.fill { (space) -> Int in
                    for (index, byte) in part.enumerated() { unsafe space[index] = byte }
                    return part.count
                }
            }
            if ends { try decoder.endOfStream() }
        } catch {
            outcome.error = error.rawValue
        }
        return outcome
    }
}
