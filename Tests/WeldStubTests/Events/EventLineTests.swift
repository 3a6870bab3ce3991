import Testing

@testable import WeldStub

private func line(_ fill: (inout EventLine) -> Void) -> String {
    var line = EventLine()
    line.begin(number: 7, time: 12, pid: 3, role: "editor", event: "probe")
    fill(&line)
    line.end()
    return String(decoding: line.bytes, as: UTF8.self)
}

private let head = #"{"n":7,"t_ns":12,"pid":3,"role":"editor","event":"probe""#

@Suite("One event as a line")
struct EventLineTests {
    @Test("a line is a JSON object with number, time, pid, role and event first")
    func plain() {
        #expect(line { _ in } == head + "}\n")
        #expect(
            line {
                $0.integer("a", -5)
                $0.flag("b", true)
                $0.text("c", "x ✓")
            } == head + #","a":-5,"b":true,"c":"x ✓"}"# + "\n")
    }

    @Test("quotes, backslashes and control characters are escaped; a line never holds a newline")
    func escapes() {
        let text = "\"\\\n\r\t\u{0}\u{1F}\u{7F}"
        #expect(
            line { $0.text("c", text) }
                == head + #","c":"\"\\\n\r\t\u0000\u001f\u007f"}"# + "\n")
    }

    @Test("a field that exceeds 4096 bytes is left out, what fits stays, and the line says so")
    func limit() {
        let text = line {
            $0.text("huge", String(repeating: "x", count: 5000))
            $0.integer("small", 1)
        }
        #expect(text == head + #","small":1,"cut":true}"# + "\n")
        // Every length around the limit stays within it, and newlines grow by escaping.
        for count in 1900..<2100 {
            let text = line { $0.text("c", String(repeating: "\n", count: count)) }
            #expect(text.utf8.count <= 4096)
            #expect(text.hasSuffix("}\n"))
        }
    }

    @Test("the counts of all messages fit")
    func countsFit() {
        var counts = TrafficCounts()
        for type in MessageTypes.all {
            counts.countSent(type)
            counts.countReceived(type)
        }
        let text = line { Event.counts(connection: .max, counts).describe(into: &$0) }
        #expect(!text.contains("cut"))
        #expect(text.contains(#""sent.Echo":1,"received.Echo":1"#))
    }
}
