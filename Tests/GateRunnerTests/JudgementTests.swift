import GateKit
import Testing

@testable import fixture_gates

/// From attempts to the gate's verdict.
@Suite("Judgements")
struct JudgementTests {
    @Test("a caught control proves a GO")
    func proven() throws {
        let run = try FixtureRun("proven")
        defer { run.clean() }
        let transcript = try #require(run.transcript())
        #expect(transcript.verdict == .go)
        #expect(transcript.controls.map(\.caught) == [true])
        #expect(transcript.results.map(\.gate) == [.g1, .g3])
        #expect(transcript.results.last?.verdict == .pending)
    }

    @Test("a missed control makes its gate BLIND")
    func blind() throws {
        let run = try FixtureRun("controlled")
        defer { run.clean() }
        let transcript = try #require(run.transcript())
        #expect(transcript.verdict == .blind)
        #expect(transcript.controls.map(\.verdict) == [.go, .blind, .blind])
        #expect(transcript.exitCode == 101)
    }

    @Test(
        "a time that was over once is tried once more, and only then is NO-GO",
        arguments: [("slow-once", Verdict.inconclusive), ("slow-twice", .noGo)])
    func confirmation(fixture: String, verdict: Verdict) throws {
        let run = try FixtureRun(fixture)
        defer { run.clean() }
        let transcript = try #require(run.transcript())
        #expect(transcript.verdict == verdict)
        #expect(transcript.attempts.count == 2)
        #expect(transcript.reason.contains("not confirmed") == (verdict == .inconclusive))
    }

    @Test(
        "a run shorter than the contract is provisional and says how short"
    )
    func provisional() throws {
        let run = try FixtureRun("short")
        defer { run.clean() }
        let transcript = try #require(run.transcript())
        #expect(transcript.verdict == .go)
        #expect(transcript.results.first?.provisional == true)
        #expect(transcript.reason.hasSuffix("trials 1 000 of 2 000"))
    }

    @Test("a missing binary is a precondition, never a NO-GO")
    func missingBinary() throws {
        let run = try FixtureRun("pass", ["runtime=/nonexistent/weld-runtime"])
        defer { run.clean() }
        let transcript = try #require(run.transcript())
        #expect(transcript.attempts.isEmpty)
        #expect(transcript.verdict == .error)
        #expect(transcript.reason == "/nonexistent/weld-runtime is missing; run swift build")
        #expect(transcript.exitCode == 79)
    }
}
