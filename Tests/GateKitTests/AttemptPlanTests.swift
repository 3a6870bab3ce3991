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
        plan.controls = [Control("fd-drop", gate: .g7, violates: "g7.bytes")]
        let data = try JSONEncoder().encode(plan)
        #expect(try JSONDecoder().decode(AttemptPlan.self, from: data) == plan)
    }

    @Test("a plan from before controls shared attempts has the one that it said")
    func earlierControl() throws {
        let control = Control("fd-drop", gate: .g7, violates: "g7.bytes")
        let text = String(decoding: try JSONEncoder().encode(control), as: UTF8.self)
        #expect(try decode(#","control":\#(text)"#).controls == [control])
        #expect(!(try decode("").isControl))
    }

    @Test("controls that share a fault switch it on once, each for its own stub")
    func shared() throws {
        var plan = try decode("")
        plan.controls = [
            Control("slow=2ms", gate: .g1, violates: "g1.a"),
            Control("slow=2ms", gate: .g2, violates: "g2.a"),
            Control("lost", subject: .editor, gate: .g2, violates: "g2.b"),
        ]
        #expect(plan.sabotageArguments(for: .runtime) == ["--sabotage", "slow=2ms"])
        #expect(plan.sabotageArguments(for: .editor) == ["--sabotage", "lost"])
        #expect(plan.controls.sabotages == "slow=2ms + lost")
        #expect(plan.controls.names == "slow+lost")
        #expect(plan.controls.gates == [.g1, .g2])
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
