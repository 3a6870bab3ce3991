public import GateWire

/// A frame as a script names it: what it should be, what was made wrong, and how it is written.
public struct FuzzFrame: Equatable, Sendable {
    /// The message that it began as.
    public var type: MessageType
    /// The sequence number.
    public var sequence: UInt32
    /// The bytes after the schema hash.
    public var body: [UInt8]
    /// A magic other than the right one.
    public var magic: UInt32?
    /// A version other than the right one.
    public var version: UInt16?
    /// A type number other than the message's.
    public var number: UInt16?
    /// A payload length other than the body's.
    public var length: UInt32?
    /// A schema hash other than the message's.
    public var hash: UInt64?
    /// How many of the frame's bytes are written; nil for all.
    public var kept: Int?
    /// How it is written.
    public var writing = Writing()

    /// How bytes are written to the socket.
    public struct Writing: Equatable, Sendable {
        /// The sizes of the first writes; what is left is one more.
        public var chunks: [Int] = []
        /// Microseconds between two writes.
        public var pause: UInt32 = 0
        /// Descriptors that go with the first write.
        public var handles = 0
        /// Whether the last write waits for what comes next and leaves with it.
        public var isJoined = false

        /// Makes the plain way: one write.
        public init() {}
    }

    /// Makes a valid frame.
    public init(type: MessageType, sequence: UInt32, body: [UInt8]) {
        self.type = type
        self.sequence = sequence
        self.body = body
    }

    /// The bytes that are written.
    public var bytes: [UInt8] {
        var raw = RawFrame(type: type, body: body, sequence: sequence)
        if let magic { raw.magic = magic }
        if let version { raw.version = version }
        if let number { raw.type = number }
        if let length { raw.payloadLength = length }
        if let hash { raw.schemaHash = hash }
        let bytes = raw.bytes
        return kept.map { Array(bytes.prefix($0)) } ?? bytes
    }
}
