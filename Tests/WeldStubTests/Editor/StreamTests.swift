import Glibc
import TestSupport
import Testing
import WeldPlatform

@Suite("The real editor whose streams nobody reads")
struct StreamTests {
    /// What standard error of both stubs is.
    enum Stream: CaseIterable, Sendable {
        case withoutReader, full, closed
    }

    /// An editor, and the pid of its runtime.
    private struct Started: ~Copyable {
        var editor: ChildProcess
        let runtime: Int32
        /// The reading end of a full pipe, which nobody empties.
        let reader: DescriptorList
    }

    /// Starts an editor without events.
    private func start(
        _ stream: Stream, in directory: String, seconds: Int
    ) throws -> Started {
        let pipe = try PipeEnds()
        var reader = DescriptorList()
        if stream == .full {
            try pipe.writeEnd.fill()
            reader.append(try pipe.readEnd.duplicate())
        }
        var inherited = [InheritedDescriptor(pipe.writeEnd.rawValue, as: 2)]
        var path = try StubProcess.path(of: "weld-editor")
        var arguments = [
            "--headless", "--seconds", String(seconds), "--size", "64x64", "--socket",
            "\(directory)/e.sock",
        ]
        if stream == .closed {
            inherited = []
            arguments = ["-c", "exec \"$0\" \"$@\" 0<&- 1>&- 2>&-", path] + arguments
            path = "/bin/sh"
        }
        let editor = try ChildProcess.spawn(path: path, arguments: arguments, inheriting: inherited)
        let runtime = try child(of: editor.pid)
        return Started(editor: editor, runtime: runtime, reader: reader)
    }

    /// Waits for the process that another has started.
    private func child(of pid: Int32) throws -> Int32 {
        let deadline = Deadline.after(.seconds(10))
        while !deadline.hasPassed {
            for name in try FileListing.names(in: "/proc") {
                guard let other = Int32(name), ProcessIdentity.doesProcess(other, descendFrom: pid)
                else { continue }
                return other
            }
            sched_yield()
        }
        throw SystemError(kind: .timedOut, operation: "find a child of \(pid)")
    }

    private func awaitEnd(of pid: Int32) -> Bool {
        guard let watch = try? ProcessWatch(pid: pid) else { return true }
        return (try? watch.hasEnded(by: .after(.seconds(10)))) ?? false
    }

    @Test("it ends when its seconds are over, and nothing is left", arguments: Stream.allCases)
    func seconds(stream: Stream) throws {
        try withTemporaryDirectory { directory in
            var started = try start(stream, in: directory, seconds: 1)
            #expect(try started.editor.wait(until: .after(.seconds(10))) == .exited(code: 0))
            #expect(awaitEnd(of: started.runtime))
            #expect(try FileListing.names(in: directory) == [])
        }
    }

    @Test("its runtime's death is mended, and SIGTERM ends it", arguments: Stream.allCases)
    func death(stream: Stream) throws {
        try withTemporaryDirectory { directory in
            var started = try start(stream, in: directory, seconds: 60)
            kill(started.runtime, SIGKILL)
            #expect(awaitEnd(of: started.runtime))
            let next = try child(of: started.editor.pid)
            try started.editor.kill(SIGTERM)
            guard case .exited = try started.editor.wait(until: .after(.seconds(10))) else {
                Issue.record("the editor did not end by itself")
                return
            }
            #expect(awaitEnd(of: next))
            #expect(try FileListing.names(in: directory) == [])
        }
    }

    @Test("no runtime outlives its killed editor", arguments: Stream.allCases)
    func outlived(stream: Stream) throws {
        try withTemporaryDirectory { directory in
            var started = try start(stream, in: directory, seconds: 60)
            try started.editor.kill(SIGKILL)
            _ = try started.editor.wait(until: .after(.seconds(10)))
            #expect(awaitEnd(of: started.runtime))
        }
    }
}
