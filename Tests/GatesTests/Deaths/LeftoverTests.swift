import Foundation
import GateHost
import GateKit
import Synchronization
import Testing

@testable import Gates

@Suite("What an editor of a trial leaves")
struct LeftoverTests {
    private let scratch = NSTemporaryDirectory() + "weld-left-\(UUID().uuidString)"

    /// Runs a program in the editor's place until its file is there, asks it to end, and returns
    /// what is found afterwards and which violations were recorded.
    private func leave(_ ending: String) throws -> (left: [String], violations: [Violation]) {
        defer { try? FileManager.default.removeItem(atPath: scratch) }
        try FileManager.default.createDirectory(
            atPath: scratch, withIntermediateDirectories: true)
        let program = "\(scratch)/editor"
        let text = """
            #!/bin/sh
            trap '\(ending)' TERM
            : > "$XDG_RUNTIME_DIR/weld-1.sock"
            while :; do sleep 0.01; done
            """
        try Data(text.utf8).write(to: URL(fileURLWithPath: program))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
        let messages = Mutex<[AttemptMessage]>([])
        let recorder = Recorder { message in messages.withLock { $0.append(message) } }
        let plan = AttemptPlan(
            procedure: "runtime-killed", gates: [.g4], profile: .smoke, replicate: 0, seed: 1,
            scratchDirectory: scratch, editorPath: program, runtimePath: "/none",
            deadlineSeconds: 60)
        let run = try onceFree { try EditorRun("k0", plan: plan, recorder: recorder) }
        while run.files.isEmpty { Pause.wait(.milliseconds(1)) }
        run.signalEditor(Signals.terminate)
        let limit: Duration = ending == "exit 0" ? .seconds(60) : .milliseconds(100)
        _ = try run.waitForEditor(within: limit)
        let left = try run.leftovers(of: "trial k0")
        let violations = messages.withLock { messages in
            messages.compactMap { message -> Violation? in
                // It says nothing, which is another violation and none of these.
                guard case .violation(let violation) = message, violation.kind != .breach else {
                    return nil
                }
                return violation
            }
        }
        return (left.map { String($0.split(separator: "/").last ?? "") }, violations)
    }

    @Test("a file of an editor that ended by itself counts")
    func file() throws {
        let (left, violations) = try leave("exit 0")
        #expect(left == ["weld-1.sock"])
        #expect(violations.isEmpty)
    }

    @Test("an editor that does not end is a hang, and what it did not remove counts no more")
    func hang() throws {
        let (left, violations) = try leave(":")
        #expect(left.isEmpty)
        #expect(violations.map(\.text) == ["trial k0: the editor did not end"])
        // A wait that ran out is the only thing that a host can answer for.
        let wait = try #require(violations.first?.span)
        #expect(violations.first?.kind == .hang && wait.length >= 100_000_000)
    }
}
