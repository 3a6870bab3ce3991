public import GateKit
public import GateWire

/// What one side may say, derived from the messages' declarations: a new message needs no change
/// here.
public struct MessageGrammar: Sendable {
    /// Who speaks.
    public let sender: Role
    /// Every message that the side sends.
    public let messages: [MessageDescriptor]
    /// Every message that only the other side sends.
    public let foreign: [MessageDescriptor]
    /// What the side may say at any time of an open connection without being asked, and without
    /// ending it.
    public let free: [MessageDescriptor]

    /// Derives the grammar of a side.
    public init(sender: Role) {
        self.sender = sender
        messages = MessageCatalogue.descriptors.filter { $0.sender == sender }
        foreign = MessageCatalogue.descriptors.filter { $0.sender != sender }
        free = messages.filter { descriptor in
            switch descriptor.pattern {
            case .request: descriptor.type != .shutdown
            case .event: true
            case .first, .reply, .handover: false
            }
        }
    }

    /// The side's replies.
    public var replies: [MessageDescriptor] {
        messages.filter {
            if case .reply = $0.pattern { true } else { false }
        }
    }

    /// Returns a body with random contents and clean padding.
    ///
    /// One body in four is all zeros, all ones or small numbers: what random bytes never are.
    public static func body(
        of descriptor: MessageDescriptor, _ random: inout SeededGenerator
    ) -> [UInt8] {
        let style = random.next() % 12
        var body = [UInt8](repeating: 0, count: descriptor.bodySize)
        switch style {
        case 0: break
        case 1: for index in body.indices { body[index] = 0xFF }
        case 2:
            for index in stride(from: 0, to: body.count, by: 4) {
                body[index] = UInt8(truncatingIfNeeded: random.next() % 4)
            }
        default:
            for index in body.indices { body[index] = UInt8(truncatingIfNeeded: random.next()) }
        }
        for field in descriptor.fields where field.isPadding {
            for index in field.offset..<field.offset + field.size { body[index] = 0 }
        }
        return body
    }

    /// Returns a valid frame with random contents.
    public static func frame(
        of descriptor: MessageDescriptor, sequence: UInt32, _ random: inout SeededGenerator
    ) -> FuzzFrame {
        FuzzFrame(
            type: descriptor.type, sequence: sequence, body: body(of: descriptor, &random))
    }
}

extension SeededGenerator {
    /// Returns one of the elements, which must not be empty.
    @inlinable
    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int(next() % UInt64(elements.count))]
    }

    /// Returns a number of a closed range.
    @inlinable
    mutating func number(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.count))
    }

    /// Returns true once in so many calls.
    @inlinable
    mutating func once(in count: UInt64) -> Bool { next() % count == 0 }
}
