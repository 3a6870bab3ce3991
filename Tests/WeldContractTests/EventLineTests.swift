import Testing

@testable import WeldContract

private func line(_ event: Event, role: ProcessRole = .editor) -> String {
    var line = EventLine()
    line.spell(event, number: 7, time: 12, pid: 3, role: role)
    return String(decoding: line.bytes, as: UTF8.self)
}

private let head = #"{"n":7,"t_ns":12,"pid":3,"role":"editor","event":"#

@Suite("An event as a line")
struct EventLineTests {
    @Test("a line is a JSON object with number, time, pid, role and event first")
    func plain() {
        #expect(line(.heartbeatAcked) == head + "\"heartbeat-acked\"}\n")
        #expect(
            line(.ack(accepted: true, reason: "x ✓"))
                == head + #""ack","accepted":true,"reason":"x ✓"}"# + "\n")
        #expect(
            line(.forced(signal: -5, child: 1))
                == head + #""forced","signal":-5,"child":1}"# + "\n")
    }

    @Test("quotes, backslashes and control characters are escaped; a line never holds a newline")
    func escapes() {
        #expect(
            line(.stopping(reason: "\"\\\n\r\t\u{0}\u{1F}\u{7F}"))
                == head + #""stopping","reason":"\"\\\n\r\t\u0000\u001f\u007f"}"# + "\n")
    }

    @Test(
        "a text that is too long is cut between two characters, what follows stays, and the line says so",
        arguments: ["x", "ß", "😀", "\n", "\u{1F}"])
    func limit(character: String) throws {
        for count in [10, 400, 499, 500, 999, 1_000, 2_990, 3_000, 5_000, 10_000] {
            let text = String(repeating: character, count: count)
            let event = Event.peerGone(how: text, detail: text)
            let spelled = line(event)
            #expect(spelled.utf8.count <= EventLine.limit)
            #expect(spelled.hasSuffix("}\n"))
            let record = try EventRecord(line: spelled.utf8.dropLast())
            guard case .peerGone(let how, let detail) = record.event else {
                Issue.record("no peer-gone")
                return
            }
            #expect(text.hasPrefix(how) && text.hasPrefix(detail))
            #expect((record.event == event) == !spelled.contains("\"cut\":true"))
        }
    }

    @Test("fields that do not fit are left out, and the line says so")
    func tooMany() {
        let counts = (0..<500).map { NamedCount("a-name-of-some-length-\($0)", .max) }
        let spelled = line(.counts(connection: 1, sent: counts, received: []))
        #expect(spelled.utf8.count <= EventLine.limit)
        #expect(spelled.hasSuffix("\"cut\":true}\n"))
    }
}
