/// Says what is wrong with a frame that a stub sent, beyond its header and hash: whose message it
/// is, its number, its padding, its texts (wire-protocol.md#frame).
///
/// Of replies only the contents are looked at: whether their number is the request's is for whoever
/// asked.
public struct StubConduct: Sendable {
    private let sender: Role
    private var counter: SequenceCounter
    /// The foreign version in which a Hello has to be answered; nil where there was none.
    public var foreignVersion: UInt16?
    /// What a Hello must say it can do; that it knows its entities it may say besides.
    public var capabilities: UInt32 = Capabilities.handover
    private let rules: [Rule]

    private struct Rule: Sendable {
        let sender: Role
        let counts: Bool
        let padding: [(offset: Int, size: Int)]
        let texts: [MessageField]
    }

    /// Begins at the start of a connection.
    ///
    /// - Parameter first: The number of the stub's first frame, which `--first-sequence` sets.
    public init(sender: Role, first: UInt32 = 1) {
        self.sender = sender
        counter = SequenceCounter(first: first)
        rules = MessageCatalogue.descriptors.map { descriptor in
            let isReply = if case .reply = descriptor.pattern { true } else { false }
            return Rule(
                sender: descriptor.sender, counts: !isReply,
                padding: descriptor.fields.filter(\.isPadding).map { ($0.offset, $0.size) },
                texts: descriptor.fields.filter { $0.kind == .text })
        }
    }

    /// Returns what is wrong with the frame that the reader gave last; nil where nothing is.
    public mutating func fault(
        in frame: ReceivedFrame, _ reader: borrowing FrameReader
    ) -> String? {
        let rule = rules[Int(frame.type.rawValue) - 1]
        guard rule.sender == sender else { return "is not the \(sender.rawValue)'s to send" }
        if rule.counts {
            let due = counter.next()
            guard frame.sequence == due else {
                return "has the number \(frame.sequence) where \(due) was due"
            }
        }
        guard frame.version == Frame.version || isForeignAnswer(frame) else {
            return "has version \(frame.version)"
        }
        for part in rule.padding {
            for offset in part.offset..<part.offset + part.size
            where reader.number(UInt8.self, at: offset) != 0 {
                return "has padding that is not zero at \(offset) of its body"
            }
        }
        for text in rule.texts {
            if let fault = FixedText.fault(in: reader.bytes(text.offset, text.size)) {
                return "has a text, \(text.name), that \(fault)"
            }
        }
        return contents(of: frame, reader)
    }

    private func isForeignAnswer(_ frame: ReceivedFrame) -> Bool {
        frame.type == .protocolHelloAck && frame.version == foreignVersion
    }

    private func contents(
        of frame: ReceivedFrame, _ reader: borrowing FrameReader
    ) -> String? {
        switch frame.type {
        case .protocolHello:
            let version = reader.number(UInt16.self, at: 0)
            guard version == Frame.version else { return "says that it speaks version \(version)" }
            let bits = reader.number(UInt32.self, at: 52)
            return bits & ~Capabilities.knowsEntities == capabilities
                ? nil : "says that it can do \(bits), not \(capabilities)"
        case .protocolHelloAck:
            let isAccepted = reader.number(UInt8.self, at: 0) != 0
            if foreignVersion == nil { return isAccepted ? nil : "refuses a Hello of version 1" }
            if isAccepted { return "accepts a Hello of a foreign version" }
            return frame.version == foreignVersion ? nil : "is not in the version of its Hello"
        case .logMessage:
            let level = reader.number(UInt32.self, at: 0)
            return level <= 4 ? nil : "has the level \(level)"
        default: return nil
        }
    }
}

/// What a runtime's Hello says that it can do (wire-protocol.md#messages).
public enum Capabilities {
    /// Bit 1: takes its region as a descriptor.
    public static let handover: UInt32 = 2
    /// Bit 2: answers a change of an entity that was never created with success = 0.
    public static let knowsEntities: UInt32 = 4
}
