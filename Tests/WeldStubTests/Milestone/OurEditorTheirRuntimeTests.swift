// Unsafe code: shared memory is removed by its C name.

import Glibc
import TestSupport
import Testing
import WeldPlatform

/// Our editor and the milestone's runtime, as it is (Tests/MilestonePeer).
@Suite("Our editor with the milestone's runtime")
struct OurEditorTheirRuntimeTests {
    private func editor(
        _ directory: String, _ arguments: [String] = ["--milestone"]
    ) throws -> StubProcess {
        try StubProcess(
            "weld-editor",
            [
                "--headless", "--seconds", "60", "--socket", "\(directory)/e.sock", "--runtime",
                try StubProcess.path(of: "milestone-runtime"),
            ] + arguments)
    }

    private func isGone(_ directory: String, _ editor: StubProcess) throws {
        #expect(try FileListing.names(in: directory) == [])
        #expect(
            try !FileListing.names(in: "/dev/shm").contains("weld-shm-viewport-\(editor.pid)"))
    }

    @Test("its Hello is taken as it is, every request is answered, and it ends when it is asked to")
    func life() throws {
        try withTemporaryDirectory { directory in
            let editor = try editor(directory, ["--milestone", "--requests", "400/s"])
            let child = try editor.spawnedChild()
            try editor.event(
                #""event":"hello","protocol":1,"engine":"0.0.7-S6","build":"deadbee","capabilities":0"#
            )
            try editor.event(#""event":"round-checked","replies":4"#)
            try editor.event(#""event":"heartbeat-acked""#)
            try editor.stop()
            let events = try editor.remainingEvents()
            #expect(events.contains { $0.contains(#""child":\#(child),"status":"exited(0)""#) })
            let counts = try #require(events.first { $0.contains(#""event":"counts""#) })
            for (request, reply) in [
                ("Echo", "EchoReply"), ("SpawnEntity", "EntityCreated"),
                ("ModifyComponent", "ModifyAck"), ("Heartbeat", "HeartbeatAck"),
                ("Shutdown", "ShutdownAck"),
            ] {
                let sent = Self.count("sent.\(request)", in: counts)
                #expect(
                    sent > 0 && sent == Self.count("received.\(reply)", in: counts), "\(counts)")
            }
            #expect(!events.contains { $0.contains("wrong-reply") })
            try isGone(directory, editor)
        }
    }

    private static func count(_ name: String, in line: String) -> Int {
        let digits = line.split(separator: "\"\(name)\":").last?.prefix { $0.isNumber }
        return Int(digits ?? "") ?? -1
    }

    @Test("its pictures are read, and are unmarked: neither torn nor whole")
    func pictures() throws {
        try withTemporaryDirectory { directory in
            let editor = try editor(directory)
            for _ in 1...30 {
                try editor.event(
                    #""event":"frame-read""#,
                    #""witness":0,"torn":false,"unmarked":true,"epoch":0}"#)
            }
            #expect(try !editor.isSeen(#""torn":true"#))
            try editor.stop()
        }
    }

    @Test("without --milestone it ends at once, and both its error and its code are named")
    func missingName() throws {
        try withTemporaryDirectory { directory in
            for (arguments, error) in [
                ([], "MissingShmArg"), (["--attach", "name"], "InvalidHeader"),
            ] {
                let editor = try editor(directory, arguments)
                #expect(try editor.end() == .exited(code: 15))
                _ = try editor.remainingEvents()
                #expect(
                    try editor.logText().contains("with code 1; it writes last: error: \(error)"))
            }
        }
    }

    @Test("a killed one is replaced, and the new one draws and ends in order; so often in a row")
    func killed() throws {
        for round in 1...peerRounds {
            try withTemporaryDirectory { directory in
                let editor = try editor(directory, ["--milestone", "--requests", "500/s"])
                let first = try editor.spawnedChild()
                try editor.event(#""event":"frame-read""#)
                kill(first, SIGKILL)
                try editor.event(#""event":"restarted","epoch":2"#)
                let second = try editor.spawnedChild()
                try editor.event(#""event":"frame-read""#)
                if round % 2 == 0 {
                    // Its editor is killed: it ends by itself.
                    try editor.signal(SIGKILL)
                    #expect(try editor.end() == .signalled(number: SIGKILL, coreDumped: false))
                    #expect(try hasEnded(second))
                    // What a killed editor leaves, where its runtime knows nothing of it.
                    unsafe shm_unlink("/weld-shm-viewport-\(editor.pid)")
                } else {
                    try editor.stop()
                    #expect(!isRunning(second))
                    try isGone(directory, editor)
                }
            }
        }
    }

    @Test("a stopped one is given up after its silence; a stopped editor blames nobody")
    func stopped() throws {
        try withTemporaryDirectory { directory in
            let editor = try editor(directory)
            let first = try editor.spawnedChild()
            try editor.event(#""event":"heartbeat-acked""#)
            try editor.signal(SIGSTOP)
            // Longer than any silence that is borne; the stop itself is what is tested.
            sleep(4)
            try editor.signal(SIGCONT)
            try editor.event(#""event":"paused""#)
            try editor.event(#""event":"heartbeat-acked""#)
            #expect(try !editor.isSeen("peer-gone"))
            kill(first, SIGSTOP)
            try editor.event(#""event":"heartbeat-missed""#)
            try editor.event(#""event":"restarted","epoch":2"#)
            try editor.event(#""event":"frame-read""#)
            try editor.stop()
            try isGone(directory, editor)
        }
    }
}
