import Foundation
import Testing

@testable import FrameWitness

@Suite("A line of the observer's events")
struct ObserverLineTests {
    @Test("It is one JSON object with the fields that every event has")
    func format() throws {
        var line = ObserverLine("composited", number: 3, time: 12, pid: 7)
        line.integer("frame", UInt32.max)
        line.flag("torn", true)
        line.text("reason", "a \"quoted\"\\\nword")
        let bytes = line.bytes
        #expect(bytes.last == UInt8(ascii: "\n"))
        #expect(bytes.count { $0 == UInt8(ascii: "\n") } == 1)
        let object = try #require(
            JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
        #expect(object["n"] as? Int == 3 && object["t_ns"] as? Int == 12)
        #expect(object["pid"] as? Int == 7 && object["role"] as? String == "observer")
        #expect(object["event"] as? String == "composited")
        #expect(object["frame"] as? Int == 4_294_967_295 && object["torn"] as? Bool == true)
        #expect(object["reason"] as? String == "a  quoted   word")
    }

    @Test("Whatever a reason says, the line stays shorter than what a pipe takes in one piece")
    func bounded() {
        var line = ObserverLine("observer-failed", number: .max, time: .max, pid: .max)
        line.text("reason", String(repeating: "ß", count: 10_000))
        #expect(line.bytes.count < 4_096)
    }
}
