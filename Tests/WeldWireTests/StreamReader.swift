import WeldWire

/// Drives a decoder over a whole stream in chunks and keeps everything that came out.
struct StreamReader {
    /// Frames in the order they came out.
    private(set) var frames: [ReceivedFrame] = []
    /// Their bodies, read through the message's type and written again.
    private(set) var bodies: [[UInt8]] = []
    /// How it ended; nil when the end was clean.
    private(set) var error: WireError?
    /// Bytes that were handed over until it ended.
    private(set) var bytesRead = 0

    /// Reads a stream to its end; `chunk` says how large the next read is.
    init(_ bytes: [UInt8], anyVersion: Bool = false, chunk: () -> Int = { 65_536 }) {
        var decoder = FrameDecoder(anyVersion: anyVersion)
        do throws(WireError) {
            while true {
                while let frame = try decoder.next() {
                    frames.append(frame)
                    bodies.append(Self.body(of: frame.type, from: decoder))
                }
                let count = decoder.feed(bytes[bytesRead...].prefix(max(1, chunk())))
                bytesRead += count
                if count == 0 {
                    try decoder.endOfStream()
                    return
                }
            }
        } catch {
            self.error = error
        }
    }

    /// Returns the bytes of the decoder's current body, read and written as a message.
    static func body(of type: MessageType, from decoder: borrowing FrameDecoder) -> [UInt8] {
        type.message.rewritten(from: decoder)
    }
}

extension WireMessage {
    /// Returns the decoder's current body as this message would write it.
    static func rewritten(from decoder: borrowing FrameDecoder) -> [UInt8] {
        Array(FrameEncoder.encode(decoder.body(as: Self.self), sequence: 1).dropFirst(24))
    }

    /// The message as a frame.
    func frame(sequence: UInt32) -> [UInt8] {
        FrameEncoder.encode(self, sequence: sequence)
    }
}

extension FrameDecoder {
    /// Hands over as many of the bytes as fit and returns their number.
    mutating func feed(_ bytes: some Collection<UInt8>) -> Int {
        unsafe fill { space in
            var count = 0
            for byte in bytes.prefix(space.count) {
                unsafe space[count] = byte
                count += 1
            }
            return count
        }
    }
}

/// The generator of all property tests: its seed names the whole sequence.
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
    }
}
