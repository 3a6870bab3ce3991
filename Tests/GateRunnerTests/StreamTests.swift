import Foundation
import GateKit
import Testing

@testable import GateRunner

/// Bytes to lines to messages.
@Suite("Streams")
struct StreamTests {
    @Test("lines come out whole, however the bytes are cut", arguments: 0..<50 as Range<UInt64>)
    func chunks(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let lines = (0..<40).map { index in
            [UInt8](
                repeating: UInt8(65 + index % 26), count: Int.random(in: 1...90, using: &random))
        }
        let bytes = Array(lines.joined(separator: [0x0A])) + [0x0A]
        var splitter = LineSplitter(limit: 100)
        var pieces: [LineSplitter.Piece] = []
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + Int.random(in: 1...70, using: &random))
            pieces += splitter.feed(bytes[start..<end])
            start = end
        }
        #expect(pieces == lines.map { .line($0) })
        #expect(splitter.finish() == nil)
    }

    @Test("a line that is too long is reported once, and the next one is read")
    func tooLong() {
        var splitter = LineSplitter(limit: 4)
        #expect(splitter.feed(Array("12345".utf8)[...]) == [.tooLong])
        #expect(splitter.feed(Array("67890".utf8)[...]).isEmpty)
        #expect(splitter.feed(Array("\nab\n".utf8)[...]) == [.line(Array("ab".utf8))])
    }

    @Test("half a message is a fact where the process was cut off, and a fault otherwise")
    func cutOff() {
        for cutOff in [true, false] {
            var stream = MessageStream(limits: AttemptLimits())
            #expect(stream.feed(Array(#"{"samples":"#.utf8)[...]).isEmpty)
            let rest = stream.finish(cutOff: cutOff)
            guard case .fact? = rest.first else {
                #expect(!cutOff)
                #expect(stream.garbageCount == 1)
                continue
            }
            #expect(cutOff)
        }
    }

    @Test(
        "whatever an attempt writes is a message or a fault, and ends nobody",
        arguments: [
            "{}", "[]", "null", "0", "\"end\"", "{\"end\":1", "{\"nothing\":{}}",
            String(repeating: "[", count: 100_000), String(repeating: "{\"a\":", count: 50_000),
            #"{"samples":{"_0":{"metric":"x","unit":"ns","warmup":false,"values":[NaN]}}}"#,
            #"{"samples":{"_0":{"metric":"x","unit":"ns","warmup":false,"values":[1e999]}}}"#,
            #"{"event":{"_0":{"number":-1,"time":1,"pid":1,"role":"","name":"","fields":""}}}"#,
            #"{"event":{"_0":{"number":18446744073709551616,"time":1,"pid":1}}}"#,
            "{\"progress\":{\"_0\":" + String(repeating: "9", count: 300) + "}}",
            "\u{0}\u{0}\u{0}", "{\"progress\":{\"_0\":\"\\ud800\"}}", "\u{FEFF}{}",
        ])
    func hostile(line: String) {
        var stream = MessageStream(limits: AttemptLimits())
        for message in stream.feed(Array((line + "\n").utf8)[...]) + stream.finish(cutOff: false) {
            guard case .fault = message else {
                Issue.record("\(message)")
                return
            }
        }
        #expect(stream.garbageCount == 1)
        #expect(!stream.reachedItsEnd)
    }

    @Test("bytes that are no text at all are a fault")
    func binary() {
        var stream = MessageStream(limits: AttemptLimits())
        let bytes = (0..<2000).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ 128) }
        _ = stream.feed(bytes[...])
        _ = stream.finish(cutOff: false)
        #expect(stream.garbageCount > 0)
    }

    @Test("nothing may follow the end")
    func afterTheEnd() throws {
        let end = try JSONEncoder().encode(AttemptMessage.end) + Data([0x0A])
        var stream = MessageStream(limits: AttemptLimits())
        #expect(stream.feed([UInt8](end)[...]) == [.end])
        #expect(stream.reachedItsEnd)
        guard case .fault? = stream.feed([UInt8](end)[...]).first else {
            Issue.record("a second end was taken")
            return
        }
    }

    @Test("a tail keeps the last bytes and says that some are missing")
    func tail() {
        var tail = ByteTail(limit: 4)
        #expect(tail.text == nil)
        tail.append(Array("abc".utf8)[...])
        #expect(tail.text == "abc")
        tail.append(Array("def".utf8)[...])
        #expect(tail.text == "[...] cdef")
    }
}
