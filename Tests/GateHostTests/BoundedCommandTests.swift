import GateHost
import Testing

/// Tools of the system, asked within bounds.
@Suite("Bounded commands")
struct BoundedCommandTests {
    private func shell(
        _ script: String, reading input: String = "", limit: Int = 1 << 20,
        within time: Duration = .seconds(30)
    ) throws -> BoundedCommand.Outcome {
        try Signals.surviveBrokenPipes()
        return try BoundedCommand(path: "/bin/sh", arguments: ["-c", script], limit: limit)
            .run(reading: Array(input.utf8), until: .after(time))
    }

    @Test("output, errors and the end are what they are")
    func ends() throws {
        let outcome = try shell("echo out; echo err >&2; exit 3")
        #expect(
            outcome
                == .ended(
                    .exited(code: 3), output: Array("out\n".utf8), errors: Array("err\n".utf8)))
    }

    @Test("input of any length is read, and its end is seen", arguments: [0, 1, 65_536, 1_000_000])
    func input(count: Int) throws {
        let outcome = try shell("wc -c", reading: String(repeating: "x", count: count))
        guard case .ended(.exited(code: 0), let output, _) = outcome else {
            Issue.record("wc ended as \(outcome)")
            return
        }
        #expect(String(decoding: output, as: UTF8.self).contains("\(count)\n"))
    }

    @Test("a program that does not read what it is given does not hold anybody up")
    func unread() throws {
        let outcome = try shell("exit 0", reading: String(repeating: "x", count: 1_000_000))
        #expect(outcome == .ended(.exited(code: 0), output: [], errors: []))
    }

    @Test(
        "a program that does not end in time is killed, whatever it does about signals",
        arguments: [
            "sleep 1000", "trap '' TERM INT HUP; while :; do sleep 1; done",
            "exec >/dev/null 2>&1; sleep 1000", "kill -STOP $$",
        ])
    func late(script: String) throws {
        #expect(try shell(script, within: .milliseconds(200)) == .late)
    }

    @Test("what it started and left behind does not hold its end up, and is killed with it")
    func leftBehind() throws {
        let outcome = try shell("sleep 1000 & echo $!")
        guard case .ended(.exited(code: 0), let output, _) = outcome,
            let pid = Int32(String(decoding: output, as: UTF8.self).dropLast())
        else {
            Issue.record("the shell ended as \(outcome)")
            return
        }
        let deadline = Deadline.after(.seconds(30))
        while Ledger.process(pid)?.hasEnded == false, !deadline.hasPassed {
            Pause.wait(.milliseconds(1))
        }
        #expect(Ledger.process(pid)?.hasEnded ?? true)
    }

    @Test("endless output ends it, on either stream", arguments: ["yes", "yes >&2"])
    func endless(script: String) throws {
        #expect(try shell(script, limit: 10_000) == .tooMuch)
    }

    @Test("a program that is not there is an error that names it")
    func missing() {
        let error = #expect(throws: SystemError.self) {
            _ = try BoundedCommand(path: "/nowhere/git", arguments: [])
                .run(until: .after(.seconds(1)))
        }
        #expect(error?.description.contains("/nowhere/git") == true)
    }
}
