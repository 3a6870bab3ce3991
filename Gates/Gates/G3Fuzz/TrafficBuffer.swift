// Unsafe code: valid frames by the million are stamped into one block of memory and handed to the
// socket by address; bodies are compared word by word.

internal import GateKit
internal import WeldWire

/// Frames that wait to be written, in one block of memory.
@safe
struct TrafficBuffer: ~Copyable {
    /// Bytes that are made ahead; beyond them only answers are added.
    static let capacity = 64 * 1024
    /// Bytes beyond which nothing more should be read that must be answered: one read of 64 KiB
    /// asks for less than three times as much.
    static let answerLimit = 128 * 1024

    private static let size = 512 * 1024

    private let memory: UnsafeMutableRawBufferPointer
    private var head = 0
    private var tail = 0

    init() {
        unsafe memory = .allocate(byteCount: Self.size, alignment: 16)
        unsafe memory.initializeMemory(as: UInt8.self, repeating: 0)
    }

    deinit { unsafe memory.deallocate() }

    /// Bytes that wait.
    var count: Int { tail - head }

    /// Whether another frame has room.
    var hasRoom: Bool { count < Self.capacity }

    /// Writes what the socket takes now; returns whether it took anything.
    mutating func write(to socket: borrowing FuzzSocket) -> Bool {
        guard count > 0 else { return false }
        if tail > Self.size / 2 { moveToFront() }
        let waiting = unsafe UnsafeRawBufferPointer(rebasing: memory[head..<tail])
        guard let taken = unsafe socket.send(waiting) else { return false }
        head += taken
        if head == tail {
            head = 0
            tail = 0
        }
        return true
    }

    private mutating func moveToFront() {
        unsafe memory.copyMemory(
            from: UnsafeRawBufferPointer(rebasing: memory[head..<tail]))
        tail -= head
        head = 0
    }

    /// Stamps a frame whose body is random words of a seed; the first word may be given.
    mutating func append(
        _ stamp: FrameStamp, sequence: UInt32, seed: UInt64, firstWord: UInt64? = nil
    ) {
        precondition(tail + Frame.longest <= Self.size, "more answers than were asked for")
        let start = tail
        unsafe memory.storeBytes(of: stamp.head, toByteOffset: start, as: UInt64.self)
        unsafe memory.storeBytes(of: sequence, toByteOffset: start + 8, as: UInt32.self)
        unsafe memory.storeBytes(of: stamp.payloadLength, toByteOffset: start + 12, as: UInt32.self)
        unsafe memory.storeBytes(of: stamp.hash, toByteOffset: start + 16, as: UInt64.self)
        var words = SeedWords(seed: seed)
        var offset = start + Frame.prefixSize
        let end = offset + stamp.bodySize
        while offset < end {
            unsafe memory.storeBytes(of: words.next(), toByteOffset: offset, as: UInt64.self)
            offset += 8
        }
        if let firstWord {
            unsafe memory.storeBytes(
                of: firstWord, toByteOffset: start + Frame.prefixSize, as: UInt64.self)
        }
        for padding in stamp.padding {
            for byte in padding {
                unsafe memory[start + Frame.prefixSize + byte] = 0
            }
        }
        tail = end
    }

    /// Encodes a message.
    mutating func append<M: WireMessage>(_ message: M, sequence: UInt32) {
        precondition(tail + Frame.longest <= Self.size, "more answers than were asked for")
        let room = unsafe UnsafeMutableRawBufferPointer(rebasing: memory[tail...])
        tail += unsafe FrameEncoder.encode(message, sequence: sequence, into: room)
    }
}

/// What is the same in every frame of a message.
struct FrameStamp {
    let type: MessageType
    let bodySize: Int
    let hash: UInt64
    let payloadLength: UInt32
    let head: UInt64
    let padding: [Range<Int>]

    init(_ descriptor: MessageDescriptor) {
        type = descriptor.type
        bodySize = descriptor.bodySize
        hash = descriptor.schemaHash
        payloadLength = UInt32(descriptor.payloadLength)
        head =
            UInt64(Frame.magic) | UInt64(Frame.version) << 32 | UInt64(type.rawValue) << 48
        padding = descriptor.fields.filter(\.isPadding).map {
            $0.offset..<$0.offset + $0.size
        }
    }
}

/// The random words of one body: the same seed gives them again, so nothing has to be kept.
struct SeedWords {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        let mixed = (state ^ (state >> 32)) &* 0xd6e8_feb8_6659_fd93
        return mixed ^ (mixed >> 32)
    }

    /// Whether a payload holds the first words of the seed, byte for byte.
    static func match(_ payload: InlineArray<64, UInt8>, seed: UInt64) -> Bool {
        var words = SeedWords(seed: seed)
        return unsafe withUnsafeBytes(of: payload) { bytes in
            var difference: UInt64 = 0
            for offset in stride(from: 0, to: 64, by: 8) {
                difference |=
                    unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                    ^ words.next()
            }
            return difference == 0
        }
    }
}

/// Requests of one kind that await their replies, oldest first, in a ring of a fixed size.
struct AwaitedReplies {
    private var numbers: [UInt32]
    private var values: [UInt64]
    private var first: UInt64 = 0
    private var end: UInt64 = 0

    private static let capacity = 16_384

    init() {
        numbers = [UInt32](repeating: 0, count: Self.capacity)
        values = [UInt64](repeating: 0, count: Self.capacity)
    }

    /// How many await their reply.
    var count: Int { Int(end - first) }

    /// Notes a request, and what its reply is to be judged by.
    mutating func append(_ number: UInt32, value: UInt64) {
        precondition(count < Self.capacity)
        let index = Int(end % UInt64(Self.capacity))
        numbers[index] = number
        values[index] = value
        end += 1
    }

    /// Takes out the request with a number, and those before it, whose replies are lost; nil where
    /// nothing of that number awaits a reply.
    mutating func take(_ number: UInt32) -> (value: UInt64, lost: UInt64)? {
        var lost: UInt64 = 0
        var position = first
        while position < end {
            let index = Int(position % UInt64(Self.capacity))
            position += 1
            if numbers[index] == number {
                first = position
                return (values[index], lost)
            }
            lost += 1
        }
        return nil
    }
}
