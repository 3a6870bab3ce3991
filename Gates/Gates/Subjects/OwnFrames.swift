internal import GateWire

/// Frames as wire-protocol.md spells them, put together and taken apart without any code of the
/// judged: numbers, lengths and hashes are the judge's literals (credibility.md#independence).
struct OwnFrame: Equatable {
    /// The messages that this judge's own peers speak, by their numbers on the wire.
    enum Kind: UInt16 {
        case hello = 1
        case helloAck = 2
        case echo = 3
        case echoReply = 4
        case spawnEntity = 5
        case entityCreated = 6
        case modifyComponent = 7
        case modifyAck = 8
        case heartbeat = 9
        case heartbeatAck = 10
        case shutdown = 11
        case shutdownAck = 12
        case log = 13
        case handoff = 14

        /// The schema hash and the length of the body, from the judge's table of the page.
        var shape: (hash: UInt64, body: Int) {
            let descriptor = MessageCatalogue.descriptors[Int(rawValue) - 1]
            return (descriptor.schemaHash, descriptor.bodySize)
        }
    }

    /// What it says.
    var kind: Kind
    /// Its number.
    var number: UInt32
    /// What follows the hash.
    var body: [UInt8]

    /// Header and body as they travel.
    var bytes: [UInt8] {
        var bytes: [UInt8] = [0x44, 0x4C, 0x45, 0x57]
        bytes += Self.little(1, 2)
        bytes += Self.little(UInt64(kind.rawValue), 2)
        bytes += Self.little(UInt64(number), 4)
        bytes += Self.little(UInt64(8 + body.count), 4)
        bytes += Self.little(kind.shape.hash, 8)
        return bytes + body
    }

    /// Bytes of a header, the hash included.
    static let headerLength = 24

    /// Takes the first whole frame off bytes that arrived; nil while it is not whole.
    ///
    /// - Throws: What is not as the page says.
    static func take(from bytes: inout [UInt8]) throws(Malformed) -> OwnFrame? {
        guard bytes.count >= headerLength else { return nil }
        guard bytes[..<4].elementsEqual([0x44, 0x4C, 0x45, 0x57]) else {
            throw Malformed(text: "the magic is \(bytes[..<4].map { $0 })")
        }
        let version = number(bytes, 4, 2)
        guard version == 1 else { throw Malformed(text: "the version is \(version)") }
        let type = number(bytes, 6, 2)
        guard let kind = Kind(rawValue: UInt16(type)) else {
            throw Malformed(text: "the type is \(type)")
        }
        let length = number(bytes, 12, 4)
        guard length == UInt64(8 + kind.shape.body) else {
            throw Malformed(text: "the payload of a \(kind) has \(length) bytes")
        }
        let hash = number(bytes, 16, 8)
        guard hash == kind.shape.hash else {
            throw Malformed(text: "the hash of a \(kind) is \(hash)")
        }
        let end = headerLength + kind.shape.body
        guard bytes.count >= end else { return nil }
        let frame = OwnFrame(
            kind: kind, number: UInt32(number(bytes, 8, 4)), body: Array(bytes[headerLength..<end]))
        bytes.removeFirst(end)
        return frame
    }

    /// What is not as wire-protocol.md says.
    struct Malformed: Error, Equatable {
        /// In a few words.
        let text: String
    }

    /// Reads a number of so many bytes, the lowest first.
    static func number(_ bytes: [UInt8], _ offset: Int, _ length: Int) -> UInt64 {
        (0..<length).reversed().reduce(0) { $0 << 8 | UInt64(bytes[offset + $1]) }
    }

    /// Spells a number in so many bytes, the lowest first.
    static func little(_ value: UInt64, _ length: Int) -> [UInt8] {
        (0..<length).map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) }
    }
}

extension OwnFrame {
    /// The runtime's Hello: version 1, an engine and a build that say who speaks, whether the
    /// region is awaited as a descriptor, and that it knows its entities.
    static func hello(engine: String, takesHandoff: Bool) -> OwnFrame {
        var body = little(1, 2) + little(0, 2)
        let name = Array(engine.utf8.prefix(31))
        body += name
        body += [UInt8](repeating: 0, count: 32 - name.count + 16)
        body += little(takesHandoff ? 6 : 4, 4)
        return OwnFrame(kind: .hello, number: 1, body: body)
    }

    /// The editor's consent to a Hello.
    static func consent(to number: UInt32) -> OwnFrame {
        OwnFrame(kind: .helloAck, number: number, body: [1] + [UInt8](repeating: 0, count: 131))
    }

    /// A hand-over of so many regions of one name and size.
    static func handoff(_ name: String, size: Int, times: Int) -> OwnFrame {
        var body = little(UInt64(times), 4) + little(0, 4)
        let text = Array(name.utf8)
        for _ in 0..<times {
            body += text
            body += [UInt8](repeating: 0, count: 32 - text.count)
            body += little(UInt64(size), 8)
        }
        body += [UInt8](repeating: 0, count: 328 - body.count)
        return OwnFrame(kind: .handoff, number: 2, body: body)
    }

    /// What is wrong with a runtime's Hello that only waits for the region; nil where nothing is.
    var faultOfHello: String? { faultOfHello(announcing: [2, 6]) }

    /// What is wrong with a runtime's Hello; nil where nothing is.
    ///
    /// - Parameter capabilities: Those that it may announce (wire-protocol.md#capabilities).
    func faultOfHello(announcing capabilities: [UInt64]) -> String? {
        guard kind == .hello else { return "the first frame is a \(kind)" }
        guard number == 1 else { return "the Hello has the number \(number)" }
        guard Self.number(body, 0, 2) == 1 else { return "the Hello is of another version" }
        guard Self.number(body, 2, 2) == 0 else { return "the Hello's padding is not zero" }
        guard capabilities.contains(Self.number(body, 52, 4)) else {
            return "the Hello's capabilities are \(Self.number(body, 52, 4))"
        }
        let engine = body[4..<36]
        guard let end = engine.firstIndex(of: 0), end > 4, engine[end...].allSatisfy({ $0 == 0 })
        else { return "the Hello's engine is no text that ends with zeros" }
        return nil
    }
}
