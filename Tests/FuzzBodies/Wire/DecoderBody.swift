// Unsafe code: the decoder lends its free space as a pointer.

import WeldWire

/// Fuzz body: any stream in any chunks, against the oracle and against itself.
///
/// Byte 0: bit 0 reads any version, the others choose the size of the chunks. The rest is the
/// stream.
public enum DecoderBody {
    /// Returns what is wrong with the decoder; nil when all is well.
    public static func complaint(about input: [UInt8]) -> String? {
        var input = InputReader(input)
        let choice = input.byte()
        let anyVersion = choice & 1 == 1
        let stream = input.remainder()
        let whole = Decoded(stream, anyVersion: anyVersion, chunk: 65_536)
        let chunked = Decoded(stream, anyVersion: anyVersion, chunk: Int(choice >> 1) + 1)
        if whole != chunked { return "chunks change what is decoded: \(whole), \(chunked)" }
        let verdict = FrameOracle.verdict(stream, anyVersion: anyVersion)
        if whole.error != verdict {
            return "the decoder says \(whole.error as Any), the oracle \(verdict as Any)"
        }
        return whole.complaint(about: stream)
    }
}

/// What a decoder made of a stream.
private struct Decoded: Equatable {
    private var frames: [ReceivedFrame] = []
    private(set) var error: WireError?

    init(_ stream: [UInt8], anyVersion: Bool, chunk: Int) {
        var decoder = FrameDecoder(anyVersion: anyVersion)
        var rest = stream[...]
        do throws(WireError) {
            while true {
                while let frame = try decoder.next() { frames.append(frame) }
                let count = unsafe decoder.fill { space in
                    let part = rest.prefix(min(chunk, space.count))
                    unsafe space.copyBytes(from: part)
                    return part.count
                }
                rest = rest.dropFirst(count)
                if count == 0 {
                    try decoder.endOfStream()
                    return
                }
            }
        } catch {
            self.error = error
        }
    }

    /// Frames lie one behind the other and say what stands in the stream.
    func complaint(about stream: [UInt8]) -> String? {
        var end: UInt64 = 0
        for frame in frames {
            guard frame.start == end, frame.end <= UInt64(stream.count) else {
                return "a frame lies at \(frame.start) to \(frame.end), after \(end)"
            }
            end = frame.end
            let header = stream[Int(frame.start)...].prefix(16)
            let first = header.startIndex
            guard
                FrameOracle.number(header[(first + 6)..<(first + 8)])
                    == UInt64(frame.header.type.rawValue),
                FrameOracle.number(header[(first + 8)..<(first + 12)])
                    == UInt64(frame.header.sequence)
            else { return "the frame at \(frame.start) is not what stands there" }
        }
        return nil
    }
}
