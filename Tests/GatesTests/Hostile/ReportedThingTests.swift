import Foundation
import GateHost
import GateKit
import Testing
import WeldContract

@testable import Gates

@Suite("Processes and paths that a stub names")
struct ReportedThingTests {
    @Test(
        "A number that is none of the attempt's processes is a violation, and nobody is touched",
        arguments: [0, -1, .min, 1, 2, .max, getppid()] as [Int32])
    func strangers(pid: Int32) {
        do {
            _ = try RuntimeHandle(pid: pid)
            Issue.record("\(pid) was opened")
        } catch let failure as SubjectFailure {
            #expect([.breach, .misbehaviour].contains(failure.violation.kind))
            #expect(failure.violation.text.contains("process \(pid)"))
            #expect(failure.violation.span == nil)
        } catch {
            Issue.record("\(error)")
        }
    }

    @Test("The attempt itself is none that the pair started")
    func own() {
        #expect(throws: SubjectFailure.self) {
            try ReportedProcess.check(GateHost.ProcessEnvironment.pid)
        }
    }

    @Test("A process that the attempt started is opened, and given up without harm")
    func child() throws {
        var sleeper = try ChildProcess.spawn(path: "/bin/sleep", arguments: ["60"])
        try ReportedProcess.check(sleeper.pid)
        let status = try sleeper.wait(until: .immediately)
        #expect(status == .running)
        let handle = try RuntimeHandle(pid: sleeper.pid)
        handle.signal(Signals.kill)
        _ = try sleeper.wait(until: .after(.seconds(10)))
    }

    @Test(
        "Only what lies directly in the directory is touched",
        arguments: [
            ("/d/a.sock", true), ("/d/a", true), ("/d/..", false), ("/d/.", false), ("/d/", false),
            ("/d", false), ("/d/a/b", false), ("/d/../etc/passwd", false), ("/dd/a", false),
            ("a", false), ("", false), ("/d/a\0b", false), ("/etc/passwd", false),
        ] as [(String, Bool)])
    func plain(path: String, isPlain: Bool) {
        #expect(ReportedPath.isPlain(path, in: "/d") == isPlain)
    }
}

@Suite("An editor that is none")
struct HostileEditorTests {
    /// What is recorded of a shell script in the editor's place; `say` writes the fields of a right
    /// line, numbered and timed.
    private func violations(of script: String, _ look: (EditorRun) throws -> Void) throws
        -> [Violation]
    {
        let folder = try Folder()
        let program = "\(folder.path)/editor"
        let text = """
            #!/bin/sh
            n=0
            say() {
                n=$((n + 1))
                read up rest < /proc/uptime
                printf '{"n":%s,"t_ns":%s,"pid":%s,"role":"editor",%s}\\n' \\
                    $n "${up%.*}${up#*.}0000000" $$ "$1" >&3
            }
            \(script)
            while :; do sleep 0.05; done
            """
        try Data(text.utf8).write(to: URL(fileURLWithPath: program))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
        let kept = KeptMessages()
        let plan = AttemptPlan(
            procedure: "p", gates: [.g4], profile: .smoke, replicate: 0, seed: 1,
            scratchDirectory: folder.path, editorPath: program, runtimePath: "/none",
            deadlineSeconds: 60)
        let run = try onceFree { try EditorRun("e", plan: plan, recorder: kept.recorder) }
        defer {
            run.signalEditor(Signals.kill)
            _ = try? run.waitForEditor(within: .seconds(10))
        }
        _ = run.wait(.editor, .ready, within: .seconds(20))
        try look(run)
        #expect(kept.faults.isEmpty)
        return kept.violations
    }

    private let ready = #"say '"event":"ready","epoch":1'"#

    @Test(
        "A socket elsewhere is a breach, and nobody goes there",
        arguments: [
            "/etc/passwd", "relative", "", #"/x\u0000y"#,
            "/tmp/" + String(repeating: "a", count: 300),
        ])
    func elsewhere(path: String) throws {
        let found = try violations(
            of: #"say '"event":"listening","path":"\#(path)"'"# + "\n" + ready
        ) { run in
            #expect(run.socketPath == nil)
        }
        #expect(found.map(\.kind) == [.breach])
    }

    @Test("A runtime that is somebody else's process is a breach, and lives on")
    func foreignRuntime() throws {
        let found = try violations(
            of: #"say '"event":"spawned","child":1'"# + "\n" + ready
        ) { run in
            #expect(run.runtimePIDs == [1])
            #expect(throws: SubjectFailure.self) { try RuntimeHandle(pid: run.runtimePIDs[0]) }
            let ended = try run.clear().map(\.what)
            #expect(ended == ["the editor"])
        }
        #expect(found.isEmpty)
    }

    @Test("What it writes at once may be as much as it likes")
    func burst() throws {
        let found = try violations(
            of: "head -c 300000 /dev/zero | tr '\\0' x >&3; echo >&3\n" + ready
        ) { run in
            #expect(run.wait(.editor, .ready, within: .seconds(20)) != nil)
        }
        #expect(found.map(\.kind) == [.breach])
    }

    @Test("Children of it that hold everything open hold nobody up")
    func holders() throws {
        let found = try violations(of: "sleep 60 & sleep 60 &\n" + ready) { run in
            #expect(run.wait(.editor, .ready, within: .seconds(20)) != nil)
            run.signalEditor(Signals.kill)
            let status = try run.waitForEditor(within: .seconds(10))
            #expect(status == .signalled(number: Signals.kill, coreDumped: false))
        }
        #expect(found.isEmpty)
        for stray in Ledger.descendants(of: GateHost.ProcessEnvironment.pid)
        where stray.name == "sleep" && stray.parent != GateHost.ProcessEnvironment.pid {
            Signals.send(Signals.kill, to: stray.pid)
        }
    }
}
