import Foundation
import GateKit
import Testing

/// What an attempt is told, as it travels and as it is stored.
@Suite("Attempt plans")
struct AttemptPlanTests {
    private func decode(_ more: String) throws -> AttemptPlan {
        let text = """
            {"procedure":"p","gates":["G6"],"profile":"smoke","replicate":1,"seed":7,
            "scratchDirectory":"/s","editorPath":"/e","runtimePath":"/r","deadlineSeconds":2\(more)}
            """
        return try JSONDecoder().decode(AttemptPlan.self, from: Data(text.utf8))
    }

    @Test("a plan comes back as it was spelled")
    func roundTrip() throws {
        var plan = try decode("")
        #expect(plan.options.isEmpty)
        plan.options = ["compositor": "session"]
        plan.control = Control("fd-drop", gate: .g7, violates: "g7.bytes")
        let data = try JSONEncoder().encode(plan)
        #expect(try JSONDecoder().decode(AttemptPlan.self, from: data) == plan)
    }

    @Test("a plan from before there were options keeps what it said")
    func earlier() throws {
        let plan = try decode(
            """
            ,"display":{"compositor":"session","sessionSocket":"/run/w","framesDirectory":"/f"},
            "sanitizedStubs":{"directory":"/stubs"}
            """)
        #expect(
            plan.options == [
                "compositor": "session", "session-socket": "/run/w", "keep-frames": "/f",
                "sanitized-stubs": "/stubs",
            ])
        #expect(try decode(#","display":{"compositor":"sway"}"#).options == ["compositor": "sway"])
    }
}
