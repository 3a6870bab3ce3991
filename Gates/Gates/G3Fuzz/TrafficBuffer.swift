// Unsafe code: valid frames by the million are stamped into one block of memory and handed to the
// socket by address.

internal import GateWire

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
        let start = begin(stamp, sequence)
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

    /// Stamps a frame whose body begins with two words and is zero behind them.
    mutating func append(
        _ stamp: FrameStamp, sequence: UInt32, words first: UInt64 = 0, _ second: UInt64 = 0
    ) {
        let start = begin(stamp, sequence)
        let body = start + Frame.prefixSize
        for offset in stride(from: 0, to: stamp.bodySize, by: 8) {
            let word = offset == 0 ? first : offset == 8 ? second : 0
            unsafe memory.storeBytes(
                of: word.littleEndian, toByteOffset: body + offset, as: UInt64.self)
        }
        tail = body + stamp.bodySize
    }

    /// Stamps a frame whose body is that of the frame that came last.
    mutating func append(
        _ stamp: FrameStamp, sequence: UInt32, bodyOf reader: borrowing FrameReader
    ) {
        let start = begin(stamp, sequence)
        let body = start + Frame.prefixSize
        for offset in stride(from: 0, to: stamp.bodySize, by: 8) {
            unsafe memory.storeBytes(
                of: reader.number(UInt64.self, at: offset).littleEndian,
                toByteOffset: body + offset, as: UInt64.self)
        }
        tail = body + stamp.bodySize
    }

    /// Stamps a frame around the bytes of a whole body.
    mutating func append(_ stamp: FrameStamp, sequence: UInt32, body bytes: [UInt8]) {
        precondition(bytes.count == stamp.bodySize, "a body of another message")
        let start = begin(stamp, sequence)
        for (index, byte) in bytes.enumerated() {
            unsafe memory[start + Frame.prefixSize + index] = byte
        }
        tail = start + Frame.prefixSize + stamp.bodySize
    }

    /// Writes header and hash, and returns where.
    @inline(__always)
    private mutating func begin(_ stamp: FrameStamp, _ sequence: UInt32) -> Int {
        precondition(
            tail + Frame.longest + 8 <= Self.size, "more answers than were asked for")
        let start = tail
        unsafe memory.storeBytes(of: stamp.head, toByteOffset: start, as: UInt64.self)
        unsafe memory.storeBytes(
            of: UInt64(sequence) | UInt64(stamp.payloadLength) << 32, toByteOffset: start + 8,
            as: UInt64.self)
        unsafe memory.storeBytes(of: stamp.hash, toByteOffset: start + 16, as: UInt64.self)
        return start
    }
}

/// What is the same in every frame of a message.
struct FrameStamp {
    let type: MessageType
    let reply: MessageType?
    let bodySize: Int
    let hash: UInt64
    let payloadLength: UInt32
    let head: UInt64
    let padding: [Range<Int>]

    /// The stamp of each message.
    static let all: MessageTable<FrameStamp> = {
        var table = MessageTable(repeating: FrameStamp(MessageType.echo.descriptor))
        for descriptor in MessageCatalogue.descriptors {
            table[descriptor.type] = FrameStamp(descriptor)
        }
        return table
    }()

    init(_ descriptor: MessageDescriptor) {
        type = descriptor.type
        reply = descriptor.reply
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

    /// Whether the last frame's payload of 64 bytes holds the first words of the seed.
    @inline(__always)
    static func match(_ reader: borrowing FrameReader, seed: UInt64) -> Bool {
        var words = SeedWords(seed: seed)
        var difference: UInt64 = 0
        for offset in stride(from: 0, to: 64, by: 8) {
            difference |= reader.number(UInt64.self, at: offset) ^ words.next()
        }
        return difference == 0
    }
}

/// Requests of one kind that await their replies, oldest first, in a ring of a fixed size.
struct AwaitedReplies {
    private var numbers: [UInt32]
    private var values: [UInt64]
    private var first: UInt64 = 0
    private var end: UInt64 = 0

    private let capacity: UInt64

    /// Makes room for so many.
    init(capacity: Int) {
        self.capacity = UInt64(capacity)
        numbers = [UInt32](repeating: 0, count: capacity)
        values = [UInt64](repeating: 0, count: capacity)
    }

    /// How many await their reply.
    var count: Int { Int(end - first) }

    /// Notes a request, and what its reply is to be judged by.
    mutating func append(_ number: UInt32, value: UInt64) {
        precondition(count < Int(capacity))
        let index = Int(end % capacity)
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
            let index = Int(position % capacity)
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
