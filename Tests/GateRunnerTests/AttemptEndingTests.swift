import Foundation
import GateHost
import GateKit
import Testing

@testable import fixture_gates

/// What must come of a fixture, exactly.
struct Expectation: Sendable, CustomTestStringConvertible {
    var fixture: String
    var options: [String] = []
    var ending: AttemptEnding = .exited(code: 0)
    var verdict: Verdict
    var exitCode: Int32
    var violations: [Violation.Kind] = []
    var faults: [HarnessFault.Kind] = []
    var testDescription: String { ([fixture] + options).joined(separator: " ") }
}

/// Each fixture gives its exact ending, verdict and violations, and leaves nothing.
@Suite("Attempts")
struct AttemptEndingTests {
    static let expectations: [Expectation] =
        [
            Expectation(fixture: "pass", verdict: .go, exitCode: 10),
            Expectation(fixture: "many", verdict: .go, exitCode: 10),
            Expectation(fixture: "print", verdict: .go, exitCode: 10),
            Expectation(fixture: "leave-scratch", verdict: .go, exitCode: 10),
            Expectation(fixture: "leave-ending-process", verdict: .go, exitCode: 10),
            Expectation(fixture: "artefact", verdict: .go, exitCode: 10),
            Expectation(fixture: "fail", verdict: .noGo, exitCode: 100),
            Expectation(
                fixture: "exit-3", ending: .exited(code: 3), verdict: .error, exitCode: 70),
            Expectation(fixture: "no-end", verdict: .error, exitCode: 70),
            Expectation(fixture: "throw", verdict: .error, exitCode: 70, faults: [.harness]),
            Expectation(
                fixture: "not-a-number", verdict: .error, exitCode: 70, faults: [.harness]),
            Expectation(
                fixture: "garbage", verdict: .error, exitCode: 70, faults: [.harness, .harness]),
            Expectation(
                fixture: "garbage-flood", verdict: .error, exitCode: 70,
                faults: [.harness, .harness, .harness, .harness]),
            Expectation(fixture: "long-line", verdict: .error, exitCode: 70, faults: [.harness]),
            Expectation(
                fixture: "artefact-outside", verdict: .error, exitCode: 70, faults: [.harness]),
            Expectation(
                fixture: "zero", verdict: .error, exitCode: 79, faults: [.precondition]),
            Expectation(
                fixture: "leave-file", verdict: .noGo, exitCode: 100, violations: [.stray]),
            Expectation(
                fixture: "leave-socket", verdict: .noGo, exitCode: 100, violations: [.stray]),
            Expectation(
                fixture: "leave-shared-memory", verdict: .noGo, exitCode: 100,
                violations: [.leak]),
            Expectation(
                fixture: "leave-process", verdict: .noGo, exitCode: 100,
                violations: [.stray, .stray]),
        ]
        + [
            // A deadline that leaves a loaded machine the time to become deaf to TERM.
            ("hang", "TERM", 0.5), ("stop", "TERM", 0.5), ("flood", "TERM", 0.5),
            ("hang-ignoring-term", "KILL", 3.0), ("hang-with-children", "KILL", 3.0),
        ].map { fixture, step, deadline in
            Expectation(
                fixture: fixture, options: ["deadline=\(deadline)"],
                ending: .killedByHarness(step: step), verdict: .noGo, exitCode: 100)
        }
        + ["close-output", "linger"].map { fixture in
            Expectation(
                fixture: fixture, ending: .killedByHarness(step: "TERM"), verdict: .noGo,
                exitCode: 100)
        }
        + [
            Expectation(
                fixture: "flood", options: ["output-bytes=1000000"],
                ending: .killedByHarness(step: "TERM"), verdict: .error, exitCode: 70,
                faults: [.harness])
        ]

    @Test(
        "gives its exact ending, verdict and violations, and leaves nothing",
        arguments: expectations)
    func ending(expected: Expectation) throws {
        let run = try FixtureRun(expected.fixture, expected.options)
        defer { run.clean() }
        let transcript = try #require(run.transcript())
        #expect(transcript.attempts.first?.ending == expected.ending)
        #expect(transcript.verdict == expected.verdict, "\(transcript.reason)")
        #expect(transcript.violations.map(\.kind) == expected.violations)
        #expect(transcript.faults.map(\.kind) == expected.faults, "\(transcript.faults)")
        #expect(transcript.exitCode == expected.exitCode)
        #expect(transcript.state == .finished)
        #expect(run.survivors().isEmpty)
        #expect(run.leftovers().isEmpty)
        #expect(
            !Ledger.sharedMemoryNames().contains { $0.hasPrefix("weld-fixture-\(run.pid)-") })
    }

    @Test(
        "a signal is never an exit code",
        arguments: [3, 6, 7, 8, 9, 11, 15] as [Int32])
    func signals(number: Int32) throws {
        let run = try FixtureRun("signal-\(number)")
        defer { run.clean() }
        let transcript = try #require(run.transcript())
        guard case .signalled(let seen, _)? = transcript.attempts.first?.ending else {
            Issue.record("\(String(describing: transcript.attempts.first?.ending))")
            return
        }
        #expect(seen == number)
        #expect(transcript.verdict == .error)
        #expect(run.survivors().isEmpty)
    }

    @Test("evidence is kept before anything is killed")
    func evidence() throws {
        let run = try FixtureRun("hang-with-children", ["deadline=3"])
        defer { run.clean() }
        let transcript = try #require(run.transcript())
        let text = try String(
            contentsOfFile: "\(run.artefacts)/run-1/attempt-1/evidence.txt", encoding: .utf8)
        #expect(text.contains("the attempt did not end before its deadline"))
        #expect(text.contains("== fixture-gates ("))
        #expect(text.contains("== sleep ("))
        #expect(text.contains("descriptors:"))
        #expect(text.contains("== last events\n7 runtime 42 hold {\"phase\":\"idle\"}\n"))
        #expect(transcript.fact("killed along")?.contains("sleep 1000") == true)
    }

    @Test("a run keeps so many bytes of artefacts and says once that there is no more room")
    func budget() throws {
        let run = try FixtureRun("artefacts", ["artefact-bytes=5000"])
        defer { run.clean() }
        let transcript = try #require(run.transcript())
        #expect(transcript.verdict == .go)
        let kept = try FileManager.default.contentsOfDirectory(
            atPath: "\(run.artefacts)/run-1/attempt-1")
        #expect(kept.count == 5)
        #expect(
            transcript.fact("artefacts not kept")
                == "kept-6.txt of 1000 bytes and those after it: a run keeps 5000 bytes")
    }

    @Test("what an attempt measured before it died is stored")
    func storedBeforeDeath() throws {
        let run = try FixtureRun("signal-9")
        defer { run.clean() }
        let transcript = try #require(run.transcript())
        #expect(transcript.results.first { $0.gate == .g1 }?.headlineValue == 0)
    }

    @Test("the end of standard error is kept when something went wrong")
    func errorTail() throws {
        let run = try FixtureRun("errors")
        defer { run.clean() }
        let tail = try #require(run.transcript()?.fact("standard error"))
        #expect(tail.hasSuffix("the last words\n"))
        #expect(tail.utf8.count < 17_000)
    }
}
