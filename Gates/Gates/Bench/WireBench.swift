// Unsafe code: frames are encoded into, and decoded from, one buffer by address, as the transport
// does it.

internal import GateHost
internal import WeldWire

/// What one message costs on the wire's own path, without a system call.
public struct WireCost: Codable, Sendable {
    /// The message's name.
    public let message: String
    /// Bytes of its frame.
    public let frameBytes: Int
    /// Nanoseconds to encode one frame, the median over batches.
    public let encodeNanoseconds: Double
    /// Nanoseconds to cut one frame from the stream, check it and copy its body, likewise.
    public let decodeNanoseconds: Double
}

/// Measures encoding and decoding of every message of the catalogue.
///
/// Each figure is the median of batches that fill the receive buffer once, as a read of many frames
/// would; what fills the buffer is left out of the decoding time.
public enum WireBench {
    private static let batches = 2001

    /// Measures every message; takes some hundred milliseconds.
    ///
    /// They are named one by one and not taken from the catalogue: only then does the compiler
    /// specialise the code for each, as it does where the stubs use them.
    public static func run() -> [WireCost] {
        [
            measure(ProtocolHello.self), measure(ProtocolHelloAck.self), measure(Echo.self),
            measure(EchoReply.self), measure(SpawnEntity.self), measure(EntityCreated.self),
            measure(ModifyComponent.self), measure(ModifyAck.self), measure(Heartbeat.self),
            measure(HeartbeatAck.self), measure(Shutdown.self), measure(ShutdownAck.self),
            measure(LogMessage.self), measure(ShmRegionsHandoff.self),
        ]
    }

    private static func measure<M: WireMessage>(_ message: M.Type) -> WireCost {
        let descriptor = M.type.descriptor
        let stream = FrameStream<M>(frames: 60_000 / descriptor.frameLength)
        let encode = median { stream.encode() }
        let decode = median { stream.decode() }
        return WireCost(
            message: descriptor.name, frameBytes: descriptor.frameLength,
            encodeNanoseconds: encode / Double(stream.frames),
            decodeNanoseconds: decode / Double(stream.frames))
    }

    private static func median(_ batch: () -> UInt64) -> Double {
        let times = (0..<batches).map { _ in batch() }.sorted()
        return Double(times[batches / 2])
    }
}

/// A stream of equal frames that is written and read again and again.
@safe
private final class FrameStream<M: WireMessage> {
    /// How many frames fill the stream once.
    let frames: Int

    private let bytes: UnsafeMutableRawBufferPointer
    /// What was decoded last, so that no work can be left out.
    private var last = M()

    init(frames: Int) {
        self.frames = frames
        unsafe bytes = .allocate(
            byteCount: frames * M.type.descriptor.frameLength, alignment: 16)
        _ = encode()
    }

    deinit {
        unsafe bytes.deallocate()
    }

    /// Writes every frame; returns the nanoseconds that it took.
    @inline(never)
    func encode() -> UInt64 {
        let length = M.type.descriptor.frameLength
        let start = MonotonicClock.now()
        for frame in 0..<frames {
            let space = unsafe UnsafeMutableRawBufferPointer(
                rebasing: bytes[(frame * length)...])
            _ = unsafe FrameEncoder.encode(last, sequence: UInt32(frame), into: space)
        }
        return MonotonicClock.now() - start
    }

    /// Reads every frame; returns the nanoseconds that it took once they were in the buffer.
    @inline(never)
    func decode() -> UInt64 {
        var decoder = FrameDecoder(anyVersion: false)
        _ = unsafe decoder.fill { space in
            unsafe space.copyMemory(from: UnsafeRawBufferPointer(bytes))
            return unsafe bytes.count
        }
        let start = MonotonicClock.now()
        var count = 0
        while (try? decoder.next()) != nil {
            last = decoder.body(as: M.self)
            count += 1
        }
        let time = MonotonicClock.now() - start
        precondition(count == frames, "every frame comes out again")
        return time
    }
}
