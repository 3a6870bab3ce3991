import Foundation
import GateWire
import Testing

@Suite("The judge's own knowledge of the wire")
struct WireLiteralTests {
    private struct Golden: Decodable {
        struct Message: Decodable {
            struct Field: Decodable, Equatable {
                var name: String
                var offset: Int
                var size: Int
            }

            var id: UInt16
            var name: String
            var bodySize: Int
            var schemaHash: String
            var direction: String
            var frameLength: Int
            var exampleSequence: UInt32
            var exampleFrameHex: String
            var fields: [Field]
        }

        var messages: [Message]
    }

    private static func golden() throws -> [Golden.Message] {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../WeldWireTests/Golden/messages-v1.json")
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Golden.self, from: Data(contentsOf: file)).messages
    }

    @Test("Every literal is that of the golden file, and every message of it is there")
    func literals() throws {
        let golden = try Self.golden()
        #expect(golden.map(\.id) == MessageType.allCases.map(\.rawValue))
        for message in golden {
            let own = try #require(MessageType(rawValue: message.id)).descriptor
            #expect(own.name == message.name)
            #expect(own.bodySize == message.bodySize)
            #expect("0x" + hexadecimal(own.schemaHash) == message.schemaHash)
            #expect(message.direction.hasPrefix(own.sender.rawValue))
            #expect(own.frameLength == message.frameLength)
            let fields = own.fields.map {
                Golden.Message.Field(name: $0.name, offset: $0.offset, size: $0.size)
            }
            #expect(fields == message.fields)
        }
        #expect(Frame.longest == golden.map(\.frameLength).max())
    }

    private func hexadecimal(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    @Test("The original's example frames are read, and written again to the byte")
    func examples() throws {
        for message in try Self.golden() {
            let digits = Array(message.exampleFrameHex)
            let bytes = try stride(from: 0, to: digits.count, by: 2).map {
                try #require(UInt8(String(digits[$0...$0 + 1]), radix: 16))
            }
            var reader = FrameReader()
            reader.take(bytes)
            let frame = try #require(try reader.next())
            #expect(frame.type.rawValue == message.id)
            #expect(frame.sequence == message.exampleSequence)
            let again = RawFrame(type: frame.type, body: reader.body, sequence: frame.sequence)
            #expect(again.bytes == bytes)
        }
    }

    @Test(
        "A text is cut between two characters and always ends with a NUL",
        arguments: [
            ("abc", 4, [0x61, 0x62, 0x63, 0]), ("abcd", 4, [0x61, 0x62, 0x63, 0]),
            ("ab\u{2713}", 4, [0x61, 0x62, 0, 0]), ("\u{2713}", 4, [0xE2, 0x9C, 0x93, 0]),
            ("a\0b", 4, [0x61, 0, 0, 0]), ("", 2, [0, 0]),
        ] as [(String, Int, [UInt8])])
    func texts(text: String, width: Int, field: [UInt8]) {
        #expect(FixedText.field(of: text, width: width) == field)
        #expect(FixedText.fault(in: field) == nil)
    }

    @Test("A text that was sent otherwise is at fault")
    func faultyTexts() {
        #expect(FixedText.fault(in: [0x61, 0x62] as [UInt8]) != nil)
        #expect(FixedText.fault(in: [0x61, 0, 0x62] as [UInt8]) != nil)
        #expect(FixedText.fault(in: [0xE2, 0x9C, 0] as [UInt8]) != nil)
    }

    @Test("Numbers go on with 1 behind the greatest")
    func wrap() {
        var counter = SequenceCounter(first: .max - 1)
        #expect((0..<4).map { _ in counter.next() } == [.max - 1, .max, 1, 2])
    }

    @Test("Of a stub's frames, numbers, padding, texts and direction are judged")
    func conduct() throws {
        func fault(_ frame: RawFrame, first: UInt32 = 1) throws -> String? {
            var reader = FrameReader(takesAnyVersion: true)
            reader.take(frame.bytes)
            let read = try #require(try reader.next())
            var conduct = StubConduct(sender: .runtime, first: first)
            return conduct.fault(in: read, reader)
        }
        let hello = MessageType.protocolHello.body((0, [1, 0]), (52, [2]))
        #expect(try fault(RawFrame(type: .protocolHello, body: hello, sequence: 1)) == nil)
        #expect(
            try fault(RawFrame(type: .protocolHello, body: hello, sequence: 9), first: 9) == nil)
        #expect(try fault(RawFrame(type: .protocolHello, body: hello, sequence: 2)) != nil)
        #expect(
            try fault(RawFrame(type: .echo, body: [UInt8](repeating: 0, count: 64), sequence: 1))
                != nil)
        var dirty = hello
        dirty[2] = 1
        #expect(try fault(RawFrame(type: .protocolHello, body: dirty, sequence: 1)) != nil)
        let ack = MessageType.modifyAck.body((0, [1]), (7, [1]))
        #expect(try fault(RawFrame(type: .modifyAck, body: ack, sequence: 77)) != nil)
        let log = MessageType.logMessage.body((16, [UInt8](repeating: 0x61, count: 256)))
        #expect(try fault(RawFrame(type: .logMessage, body: log, sequence: 1)) != nil)
    }
}
