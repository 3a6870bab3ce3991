internal import GateKit
public import GateWire

/// One thing made wrong, or odd, about a valid frame.
public enum Mutation: Equatable, Sendable {
    /// Another magic.
    case magic(UInt32)
    /// Another protocol version.
    case version(UInt16)
    /// Another number of the type, in a frame that else stays as it is.
    case number(UInt16)
    /// Another payload length.
    case length(UInt32)
    /// Another schema hash.
    case hash(UInt64)
    /// Only the first bytes, then the end of the stream.
    case cut(Int)
    /// Descriptors that go with it.
    case handles(Int)
    /// Another sequence number.
    case sequence(UInt32)
    /// Bytes in the padding, which a receiver ignores.
    case dirtyPadding

    /// Returns the frame with this made wrong.
    public func applied(to frame: FuzzFrame) -> FuzzFrame {
        var frame = frame
        switch self {
        case .magic(let magic): frame.magic = magic
        case .version(let version): frame.version = version
        case .number(let number): frame.number = number
        case .length(let length): frame.length = length
        case .hash(let hash): frame.hash = hash
        case .cut(let kept): frame.kept = kept
        case .handles(let count): frame.writing.handles = count
        case .sequence(let sequence): frame.sequence = sequence
        case .dirtyPadding:
            for field in frame.type.descriptor.fields where field.isPadding {
                for index in field.offset..<field.offset + field.size { frame.body[index] = 0xA5 }
            }
        }
        return frame
    }

    /// Payload lengths on both sides of every boundary (gates.md#g3), the right one left out.
    public static func lengths(of descriptor: MessageDescriptor) -> [UInt32] {
        let exact = UInt32(descriptor.payloadLength)
        let limit: UInt32 = 16_777_216
        return [0, 7, 8, exact - 1, exact + 1, limit - 1, limit, limit + 1, .max - 1, .max]
            .filter { $0 != exact }
    }

    /// Numbers that no message has.
    public static let unknownNumbers: [UInt16] = {
        let known = Set(MessageCatalogue.descriptors.map(\.type.rawValue))
        let last = known.max() ?? 0
        return [0, last + 1, last + 2, 0x00FF, 0x0100, 0x0101, 0x0D00, 0x7FFF, 0xFFFF]
            .filter { !known.contains($0) }
    }()

    /// Every mutation of a message by which wire-protocol.md demands an error, as far as they can
    /// be listed: each header field, each bit of magic and hash, each boundary, each offset.
    public static func faults(of descriptor: MessageDescriptor) -> [Mutation] {
        var all: [Mutation] = []
        all += (0..<32).map { .magic(Frame.magic ^ (1 << UInt32($0))) } + [.magic(0)]
        all += (0..<16).map { .version(Frame.version ^ (1 << UInt16($0))) } + [.version(.max)]
        all += unknownNumbers.map { .number($0) }
        all += lengths(of: descriptor).map { .length($0) }
        all += (0..<64).map { .hash(descriptor.schemaHash ^ (1 << UInt64($0))) } + [.hash(0)]
        all += MessageCatalogue.descriptors.filter { $0.type != descriptor.type }
            .map { .hash($0.schemaHash) }
        all += MessageCatalogue.descriptors.filter { $0.type != descriptor.type }
            .map { .number($0.type.rawValue) }
        all += (1..<descriptor.frameLength).map { .cut($0) }
        if descriptor.pattern != .handover { all += [1, 2, 8].map { .handles($0) } }
        return all
    }
}
