public import GateWire

/// Says what the receiver of a stream must make of it, from wire-protocol.md and the messages'
/// declarations; it shares no code with the decoder or the session's rules.
///
/// It follows one connection from its beginning: bytes go in as they are sent, the verdict is what
/// the page demands of the receiver so far. The first error is final.
public struct WireOracle: Sendable {
    /// What the receiver must do.
    public enum Verdict: Equatable, Sendable {
        /// Go on: every whole frame is accepted.
        case goesOn
        /// Report this error and close.
        case error(WireError)
        /// Answer a Hello of a foreign version with accepted = 0, in this version, and close.
        case refused(version: UInt16)
        /// End as the page says: a Shutdown, a refusal, a hand-over of bad contents.
        case ends
        /// The stream ended at the boundary of a frame.
        case cleanEnd
    }

    /// What the page demands so far.
    public private(set) var verdict = Verdict.goesOn
    /// How many frames of each type were accepted, by number.
    public private(set) var accepted: [UInt16: UInt64] = [:]
    /// Whether the handshake is done.
    public private(set) var isOpen = false

    /// Whether bytes of a frame wait for the rest of it.
    public var isInsideFrame: Bool { !rest.isEmpty }

    private let receiver: Role
    private let takesHandover: Bool
    private var hadHandover = false
    private var awaited: [(reply: MessageType, number: UInt32)] = []
    /// Bytes that are no whole frame yet.
    private var rest: [UInt8] = []
    /// Offset in the stream of the first of them.
    private var position: UInt64 = 0
    private var handles: [(lastByte: UInt64, count: Int)] = []

    /// Begins at the start of a connection.
    ///
    /// - Parameters:
    ///   - receiver: Who receives. A runtime has sent its Hello, whose number is 1.
    ///   - takesHandover: Whether the receiver's Hello asked for the hand-over.
    public init(receiver: Role, takesHandover: Bool) {
        self.receiver = receiver
        self.takesHandover = takesHandover
        if receiver == .runtime { awaited.append((.protocolHelloAck, 1)) }
    }

    /// Notes a handshake that went as it should, with nothing left to answer.
    public mutating func greeted() {
        accepted[receiver == .editor ? 1 : 2, default: 0] += 1
        awaited.removeAll()
        isOpen = true
    }

    /// Notes a request of the receiver's, whose reply it awaits from now on.
    public mutating func receiverAsked(_ type: MessageType, sequence: UInt32) {
        if let reply = type.descriptor.reply { awaited.append((reply, sequence)) }
    }

    /// Takes bytes that were sent in one piece, with descriptors.
    public mutating func receive(_ bytes: [UInt8], handles count: Int = 0) {
        guard verdict == .goesOn, !bytes.isEmpty else { return }
        rest += bytes
        if count > 0 {
            handles.append((position + UInt64(rest.count) - 1, count))
        }
        while verdict == .goesOn, let frame = wholeFrame() { judge(frame) }
    }

    /// Takes the end of the stream: check 1 and check 7.
    public mutating func endOfStream() {
        guard verdict == .goesOn else { return }
        if rest.isEmpty {
            verdict = .cleanEnd
        } else {
            verdict = .error(rest.count < 16 ? .truncatedHeader : .truncatedPayload)
        }
    }

    // MARK: - Checks 2 to 8

    private struct WholeFrame {
        var descriptor: MessageDescriptor
        var version: UInt16
        var sequence: UInt32
        var body: [UInt8]
        var handles: Int
    }

    /// Cuts off the next frame; nil where it is not all there, or wrong.
    private mutating func wholeFrame() -> WholeFrame? {
        guard rest.count >= 16 else { return nil }
        guard Array(rest[0..<4]) == [0x44, 0x4C, 0x45, 0x57] else { return fail(.invalidMagic) }
        let version = UInt16(number(4, 2))
        // Read, not checked, while the handshake's frame is awaited.
        guard version == 1 || !isOpen else { return fail(.protocolVersionMismatch) }
        let type = UInt16(number(6, 2))
        let known = MessageCatalogue.descriptors.first { $0.type.rawValue == type }
        guard let known else { return fail(.unknownMessageType) }
        let length = number(12, 4)
        guard length <= 16_777_216 else { return fail(.payloadTooLarge) }
        guard length == UInt64(8 + known.bodySize) else { return fail(.payloadSizeMismatch) }
        let count = 16 + Int(length)
        guard rest.count >= count else { return nil }
        guard number(16, 8) == known.schemaHash else { return fail(.schemaHashMismatch) }
        let frame = WholeFrame(
            descriptor: known, version: version, sequence: UInt32(number(8, 4)),
            body: Array(rest[24..<count]), handles: takeHandles(before: position + UInt64(count)))
        rest.removeFirst(count)
        position += UInt64(count)
        return frame
    }

    private mutating func fail(_ error: WireError) -> WholeFrame? {
        verdict = .error(error)
        return nil
    }

    /// Descriptors belong to the frame that holds the last byte that they came with.
    private mutating func takeHandles(before end: UInt64) -> Int {
        let own = handles.prefix { $0.lastByte < end }
        handles.removeFirst(own.count)
        return own.reduce(0) { $0 + $1.count }
    }

    /// A number of the frame at hand, little-endian.
    private func number(_ offset: Int, _ width: Int) -> UInt64 {
        rest[offset..<offset + width].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    // MARK: - Checks 9 and 10

    private mutating func judge(_ frame: WholeFrame) {
        guard isExpected(frame) else { return end(.unexpectedMessage) }
        if case .handover = frame.descriptor.pattern {
            let count = frame.body[0..<4].reversed().reduce(0) { $0 << 8 | Int($1) }
            let isBadCount = !(1...8).contains(count)
            guard frame.handles > 0, isBadCount || frame.handles == count else {
                return end(.unexpectedHandles)
            }
            // Whether its regions are what they say is no question of the wire.
            hadHandover = true
            if isBadCount { verdict = .ends }
        } else if frame.handles > 0 {
            return end(.unexpectedHandles)
        }
        accepted[frame.descriptor.type.rawValue, default: 0] += 1
        conclude(frame)
    }

    private mutating func end(_ error: WireError) {
        verdict = .error(error)
    }

    private mutating func isExpected(_ frame: WholeFrame) -> Bool {
        guard frame.descriptor.sender != receiver else { return false }
        switch frame.descriptor.pattern {
        case .first: return !isOpen
        case .request, .event: return isOpen
        case .handover: return isOpen && takesHandover && !hadHandover
        case .reply:
            let index = awaited.firstIndex {
                $0.reply == frame.descriptor.type && $0.number == frame.sequence
            }
            guard let index else { return false }
            awaited.remove(at: index)
            return true
        }
    }

    /// What an accepted frame means for those after it.
    private mutating func conclude(_ frame: WholeFrame) {
        switch frame.descriptor.type {
        case .protocolHello:
            let spoken = UInt16(frame.body[0]) | UInt16(frame.body[1]) << 8
            if frame.version != 1 || spoken != 1 {
                verdict = .refused(version: frame.version)
            } else {
                isOpen = true
            }
        case .protocolHelloAck:
            if frame.body[0] == 0 || frame.version != 1 {
                verdict = .ends
            } else {
                isOpen = true
            }
        case .shutdown:
            verdict = .ends
        default: break
        }
    }
}
