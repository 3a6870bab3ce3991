import GateKit
import Testing

@testable import Gates

@Suite("Lines of a stub's events")
struct StubEventParsingTests {
    private func parsed(_ text: String) -> StubEvent? {
        StubEvent(line: Array(text.utf8))
    }

    @Test("A line becomes an event with its own fields as text")
    func whole() throws {
        let line = """
            {"n":7,"t_ns":12345678901234,"pid":42,"role":"runtime","event":"frame-read","id":9,\
            "age_ns":18446744073709551615,"torn":false,"why":"a \\"quoted\\" word"}
            """
        let event = try #require(parsed(line))
        #expect(event.number == 7)
        #expect(event.time == 12_345_678_901_234)
        #expect(event.pid == 42)
        #expect(event.role == "runtime")
        #expect(event.name == "frame-read")
        #expect(
            event.fields == [
                "id": "9", "age_ns": "18446744073709551615", "torn": "false",
                "why": "a \"quoted\" word",
            ])
        #expect(event.integer("id") == 9)
        #expect(event.integer("why") == nil)
    }

    @Test(
        "Anything else is no event",
        arguments: [
            "", "{", "[]", "hello", #"{"n":1}"#,
            #"{"n":1,"t_ns":2,"pid":3,"role":"runtime"}"#,
            #"{"n":-1,"t_ns":2,"pid":3,"role":"runtime","event":"x"}"#,
            #"{"n":1,"t_ns":2,"pid":3,"role":"runtime","event":"x","list":[1]}"#,
        ])
    func malformed(text: String) {
        #expect(parsed(text) == nil)
    }

    @Test(
        "The fast reading of a flat line gives what the thorough one does",
        arguments: [
            #"{"n":7,"t_ns":12,"pid":42,"role":"editor","event":"ack","accepted":true}"#,
            #"{"n":7,"t_ns":12,"pid":42,"role":"editor","event":"x","a":"\"q\" \\ ü","b":-1}"#,
            #"{"n":8,"t_ns":12,"pid":4,"role":"runtime","event":"counts","sent.Echo":18446744073709551615}"#,
            "", "{", "[]", #"{"n":1}"#, #"{"n":1,"t_ns":2,"pid":3,"role":"r","event":"x"} "#,
        ])
    func flat(line: String) {
        let own: Set = ["n", "t_ns", "pid", "role", "event"]
        let fast = StubEvent(flatLine: Array(line.utf8)).map { event in
            var event = event
            event.fields = event.fields.filter { !own.contains($0.key) }
            return event
        }
        let thorough = line.hasSuffix(" ") ? nil : parsed(line)
        #expect(fast == thorough)
    }
}
