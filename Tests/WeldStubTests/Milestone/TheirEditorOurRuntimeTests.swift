import Glibc
import TestSupport
import Testing
import WeldPlatform

/// The milestone's editor, which takes the next frame for the reply, and our runtime
/// (Tests/MilestonePeer).
@Suite("The milestone's editor with our runtime")
struct TheirEditorOurRuntimeTests {
    /// Ours, and its own: whatever ours passes, its own must pass too.
    private static let runtimes = ["weld-runtime", "milestone-runtime"]

    private func isGone(_ directory: String, _ editor: MilestoneEditor) throws {
        #expect(try FileListing.names(in: directory) == [])
        #expect(try !FileListing.names(in: "/dev/shm").contains(editor.regionName))
    }

    @Test(
        "everything is answered, the ack of its Shutdown is seen, pictures pass",
        arguments: runtimes)
    func life(runtime: String) throws {
        try withTemporaryDirectory { directory in
            let editor = try MilestoneEditor(runtime, in: directory, milliseconds: 1500)
            #expect(try editor.line("hello") == "1 capabilities 0")
            #expect(try editor.line("shutdown") == "Received")
            #expect(try editor.line("ended") == "0")
            let figures = try editor.figures()
            let rounds = figures["echoes"] ?? 0
            #expect(rounds > 0 && figures["spawns"] == rounds && figures["changes"] == 2 * rounds)
            #expect(figures["heartbeats"] == 1)
            #expect(figures["deaths"] == 0)
            #expect(figures["pictures"] ?? 0 > 30)
            #expect(try editor.end() == .exited(code: 0))
            try isGone(directory, editor)
        }
    }

    @Test("a killed runtime is replaced, so often in a row; the new one leaves with its editor")
    func killed() throws {
        for round in 1...peerRounds {
            try withTemporaryDirectory { directory in
                let dies = round % 2 == 0
                let editor = try MilestoneEditor(
                    "weld-runtime", in: directory, milliseconds: dies ? 60_000 : 600)
                let first = try editor.runtime(1)
                _ = try editor.line("hello")
                kill(first, SIGKILL)
                #expect(try editor.line("lost") == "PeerGone")
                let second = try editor.runtime(2)
                _ = try editor.line("hello", times: 2)
                guard dies else {
                    #expect(try editor.line("shutdown") == "Received")
                    #expect(try editor.line("ended") == "0")
                    #expect(try editor.figures()["deaths"] == 1)
                    #expect(try editor.end() == .exited(code: 0))
                    return try isGone(directory, editor)
                }
                try editor.signal(SIGKILL)
                _ = try editor.end()
                #expect(try hasEnded(second))
                // It has removed what bears its editor's number; the socket here does not.
                #expect(try !FileListing.names(in: "/dev/shm").contains(editor.regionName))
            }
        }
    }

    @Test("a stopped runtime is given up; a stopped editor finds its runtime as it was")
    func stopped() throws {
        try withTemporaryDirectory { directory in
            let editor = try MilestoneEditor("weld-runtime", in: directory, milliseconds: 8000)
            let first = try editor.runtime(1)
            _ = try editor.line("hello")
            try editor.signal(SIGSTOP)
            sleep(1)
            #expect(isRunning(first))
            try editor.signal(SIGCONT)
            kill(first, SIGSTOP)
            #expect(try editor.line("lost") == "TimedOut")
            _ = try editor.line("hello", times: 2)
            #expect(try editor.line("shutdown") == "Received")
            #expect(try editor.figures()["deaths"] == 1)
            #expect(try editor.end() == .exited(code: 0))
            try isGone(directory, editor)
        }
    }
}
