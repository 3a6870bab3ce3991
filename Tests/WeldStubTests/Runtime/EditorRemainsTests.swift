import Glibc
import TestSupport
import Testing
import WeldPlatform
import WeldTransport

@testable import weld_runtime

@Suite("What a runtime removes of its dead editor")
struct EditorRemainsTests {
    /// Lets an editor die and returns what its runtime removed, and whether a socket still stands
    /// at the path.
    private func die(meanwhile: (_ path: String) throws -> Void) throws -> (Int, Bool) {
        try withTemporaryDirectory { directory in
            var editor = try ChildProcess.spawn(path: "/bin/sleep", arguments: ["60"])
            let path = "\(directory)/\(Endpoint.baseName(editorPID: editor.pid)).sock"
            try ListeningSocket.leaveDeadSocket(at: path)
            var settings = RuntimeSettings()
            settings.socketPath = path
            settings.editorPID = editor.pid
            let remains = EditorRemains(settings)
            #expect(remains.removeIfDead().isEmpty)
            try meanwhile(path)
            try editor.kill(Signals.kill)
            _ = try editor.wait(until: .after(.seconds(5)))
            return (remains.removeIfDead().count, try DescriptorFacts.at(path) != nil)
        }
    }

    @Test("the socket that stood there at the start goes")
    func own() throws {
        let (removed, stands) = try die { _ in }
        #expect(removed == 1 && !stands)
    }

    @Test("a socket that another process put in its place stays")
    func swapped() throws {
        let (removed, stands) = try die { path in
            // Moved and not removed, so that the other one gets another number.
            let moved = unsafe rename(path, "\(path).moved")
            #expect(moved == 0)
            try ListeningSocket.leaveDeadSocket(at: path)
        }
        #expect(removed == 0 && stands)
    }
}
