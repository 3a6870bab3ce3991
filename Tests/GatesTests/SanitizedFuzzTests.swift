import Foundation
import GateHost
import GateKit
import GateWire
import Synchronization
import Testing

@testable import Gates

/// What stubs built with a sanitizer are judged by, and what they are not.
@Suite("Fuzz of sanitized stubs")
struct SanitizedFuzzTests {
    private static func plan(_ stubs: SanitizedStubs?, controls: [Control] = []) -> AttemptPlan {
        AttemptPlan(
            procedure: "fuzz", gates: [.g3], profile: .ci, replicate: 0, seed: 1,
            controls: controls,
            scratchDirectory: "/s", editorPath: "/e", runtimePath: "/r", deadlineSeconds: 1,
            options: stubs.map { ["sanitized-stubs": $0.directory] } ?? [:])
    }

    @Test(
        "An end counts as a crash, as none, or does not decide",
        arguments: [
            (ProcessStatus.exited(code: 0), true, 0, 0),
            (.exited(code: 0), true, 1, 1),
            (.exited(code: 0), false, 0, 1),
            (.exited(code: 66), false, 0, 1),
            (.exited(code: 66), true, 0, 1),
            (.exited(code: 14), true, 0, nil),
            (.exited(code: 14), false, 0, 1),
            (.signalled(number: 11, coreDumped: false), false, 0, 1),
            (.signalled(number: 6, coreDumped: false), true, 0, 1),
            (.running, false, 0, nil),
            (.running, false, 1, 1),
        ] as [(ProcessStatus, Bool, Int, Int?)])
    func ending(status: ProcessStatus, served: Bool, reports: Int, crashes: Int?) {
        let ending = SanitizedEnding(status, servedToTheEnd: served, reports: reports)
        #expect(ending.crashes == crashes)
    }

    @Test("The ambition is asked with and without stubs, and says why it has no samples")
    func asked() throws {
        for stubs in [nil, SanitizedStubs(directory: "/stubs")] {
            let checks = FuzzProcedure().rule(Self.plan(stubs)).checks
            let check = try #require(checks.first { $0.id == "g3.sanitized" })
            #expect(check.tier == .ambition)
            #expect(check.fewestSamples == 4)
            #expect(check.question.contains("--sanitized-stubs") == (stubs == nil))
        }
    }

    @Test("A control is not judged by sanitized stubs")
    func control() throws {
        let attempt = try #require(G3Gate.controlAttempts.first)
        let checks = FuzzProcedure().rule(Self.plan(nil, controls: attempt.controls)).checks
        #expect(!checks.contains { $0.id == "g3.sanitized" })
    }

    @Test("What a sanitized stub does wrong besides reaches no other check and no verdict")
    func muted() {
        let heard = Mutex<[AttemptMessage]>([])
        let outer = Recorder { message in heard.withLock { $0.append(message) } }
        let part = SanitizedFuzz.Part(sanitizer: .thread, role: .editor)
        let inner = SanitizedRecorder.of(part, forwarding: outer)
        inner.count(FuzzMetric.crashes)
        inner.violation(.crash, "it crashed")
        inner.fault(.harness, "it failed")
        inner.record(.artefact(name: "a.fuzz", path: "/s/a.fuzz"))
        #expect(
            heard.withLock { $0 } == [
                .fact(Fact("thread sanitizer, editor, crash", "it crashed")),
                .fact(Fact("thread sanitizer, editor, fault of the judge", "it failed")),
                .artefact(name: "thread-a.fuzz", path: "/s/a.fuzz"),
            ])
    }

    @Test("Reports of the sanitizer are read; other files are not")
    func reports() throws {
        let directory = "/tmp/sr-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let reports = SanitizerReports(.address, directory: directory)
        #expect(reports.texts().isEmpty)
        let text = "=1==ERROR: AddressSanitizer: boom\nSUMMARY: AddressSanitizer: x\n"
        try text.write(toFile: "\(directory)/report.1", atomically: false, encoding: .utf8)
        try text.write(toFile: "\(directory)/other.1", atomically: false, encoding: .utf8)
        #expect(reports.texts() == [text])
        #expect(SanitizerReports.summary(of: text) == "SUMMARY: AddressSanitizer: x")
    }

    @Test(
        "The first report ends the process with a code that no stub has",
        arguments: Sanitizer.allCases)
    func options(sanitizer: Sanitizer) throws {
        let variables = SanitizerReports(sanitizer, directory: "/s").variables
        let options = try #require(variables[sanitizer.optionsVariable]).split(separator: ":")
        #expect(options.contains("halt_on_error=1"))
        #expect(options.contains("exitcode=66"))
        #expect(options.contains("log_path='/s/report'"))
    }
}
