import Glibc
import TestSupport
import Testing
import WeldPlatform
import WeldTransport

@Suite("The real editor where the system has no room")
struct ExhaustionTests {
    /// The processor time that a process has used, in ticks of 10 ms.
    private func ticks(of pid: Int32) throws -> Int {
        let file = unsafe open("/proc/\(pid)/stat", O_RDONLY)
        let stat = OwnedDescriptor(adopting: RawDescriptor(rawValue: file))
        let text = String(decoding: try stat.bytes(1024, at: 0), as: UTF8.self)
        let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
        return (Int(fields[11]) ?? 0) + (Int(fields[12]) ?? 0)
    }

    /// Waits until an editor has all that it begins with: its last thread is the one that watches
    /// the events.
    private func awaitBeginning(of pid: Int32) throws {
        let deadline = Deadline.after(.seconds(10))
        while !deadline.hasPassed {
            for task in try FileListing.names(in: "/proc/\(pid)/task") {
                let file = unsafe open("/proc/\(pid)/task/\(task)/comm", O_RDONLY)
                guard file >= 0 else { continue }
                let comm = OwnedDescriptor(adopting: RawDescriptor(rawValue: file))
                if try comm.bytes(13, at: 0) == Array("weld-sentinel".utf8) { return }
            }
            sched_yield()
        }
        throw SystemError(kind: .timedOut, operation: "wait for the editor's last thread")
    }

    /// The limit that leaves a process no number above those that it uses.
    private func tightLimit(_ pid: Int32) throws -> UInt64 {
        let numbers = try FileListing.names(in: "/proc/\(pid)/fd").compactMap(UInt64.init)
        return (numbers.max() ?? 0) + 1
    }

    @Test("without a descriptor it neither spins nor floods its log, and serves when there is one")
    func accepting() throws {
        try withTemporaryDirectory { directory in
            let path = "\(directory)/e.sock"
            let editor = try StubProcess.openEditor(at: path, ["--size", "64x64"])
            try awaitBeginning(of: editor.pid)
            // Below what it holds: the descriptors in reserve cannot be used either.
            try ResourceLimit.setOpenFiles(4, of: editor.pid)
            let visitor = try FakeRuntime(path: path)
            let before = try ticks(of: editor.pid)
            FaultTime.pass(seconds: 2)
            #expect(try ticks(of: editor.pid) - before < 50)
            try ResourceLimit.setOpenFiles(1024, of: editor.pid)
            try visitor.greet()
            try visitor.serveFirstRound()
            try editor.event(#""event":"round-checked""#)
            visitor.connection.close()
            try editor.event(#""event":"peer-gone""#)
            try editor.stop()
            #expect(try editor.logText().split(separator: "\n").count < 10)
        }
    }

    @Test("with no more descriptors than it holds it serves by those in reserve")
    func reserve() throws {
        try withTemporaryDirectory { directory in
            let path = "\(directory)/e.sock"
            let editor = try StubProcess.openEditor(at: path, ["--size", "64x64"])
            try awaitBeginning(of: editor.pid)
            try ResourceLimit.setOpenFiles(try tightLimit(editor.pid), of: editor.pid)
            for _ in 0..<3 {
                let visitor = try FakeRuntime(path: path)
                try visitor.greet()
                try visitor.serveFirstRound()
                try editor.event(#""event":"round-checked""#)
                visitor.connection.close()
                try editor.event(#""event":"peer-gone""#)
            }
            try editor.stop()
        }
    }

    /// Runs an editor under a limit of the shell's; what it ended with, and its log.
    private func run(_ limit: String, in directory: String) throws -> (ProcessStatus, [String]) {
        let log = try PipeEnds()
        var child = try ChildProcess.spawn(
            path: "/bin/sh",
            arguments: [
                "-c", "\(limit); exec \"$0\" --headless --seconds 1 --socket \"$1\"",
                StubProcess.path(of: "weld-editor"), "\(directory)/e.sock",
            ], inheriting: [InheritedDescriptor(log.writeEnd.rawValue, as: 2)])
        let status = try child.wait(until: .after(.seconds(20)))
        return (status, try EventPipe.available(in: log.readEnd))
    }

    @Test(
        "a limit on the size of files is a sentence and 13, and nothing is left",
        .enabled(
            if: !Build.isThreadSanitized,
            "the thread sanitizer dies of the limit before the program begins"))
    func fileSize() throws {
        try withTemporaryDirectory { directory in
            let (status, lines) = try run("ulimit -f 100", in: directory)
            #expect(status == .exited(code: 13))
            #expect(lines.count == 1)
            #expect(lines.first?.hasPrefix("weld-editor: cannot make the region: ") == true)
            #expect(try FileListing.names(in: directory) == [])
        }
    }

    @Test(
        "address space that is too little is a sentence and 13, wherever it runs out",
        .enabled(
            if: !Build.isSanitized, "a sanitizer needs terabytes of address space"))
    func addressSpace() throws {
        try withTemporaryDirectory { directory in
            var refusals = 0
            // How much the loader and the libraries take is the machine's: below it there is no
            // program that could say anything, and above all there is room for a life.
            for kibibytes in stride(from: 16_000, through: 400_000, by: 2_000) {
                let (status, lines) = try run("ulimit -v \(kibibytes)", in: directory)
                #expect(try FileListing.names(in: directory) == [], "\(kibibytes)")
                let own = lines.filter { $0.hasPrefix("weld-editor: ") }
                if status == .exited(code: 13) {
                    refusals += 1
                    #expect(own.first?.hasPrefix("weld-editor: cannot make the region: ") == true)
                } else if refusals > 0 || !own.isEmpty {
                    #expect(status == .exited(code: 0), "\(kibibytes): \(lines)")
                    break
                }
            }
            #expect(refusals > 0)
        }
    }

    @Test(
        "a small /dev/shm is a sentence and 13, and its name is gone",
        .enabled(if: geteuid() == 0, "only root may mount one of its own"))
    func smallSharedMemory() throws {
        try withTemporaryDirectory { directory in
            let log = try PipeEnds()
            let script = """
                mount -t tmpfs -o size=4m none /dev/shm || exit 99
                "$0" --headless --seconds 5 --attach name --socket "$1"
                code=$?; [ -z "$(ls /dev/shm)" ] || exit 98; exit $code
                """
            var child = try ChildProcess.spawn(
                path: "/usr/bin/unshare",
                arguments: [
                    "-m", "/bin/sh", "-c", script, StubProcess.path(of: "weld-editor"),
                    "\(directory)/e.sock",
                ], inheriting: [InheritedDescriptor(log.writeEnd.rawValue, as: 2)])
            #expect(try child.wait(until: .after(.seconds(20))) == .exited(code: 13))
            let lines = try EventPipe.available(in: log.readEnd)
            #expect(lines.first?.hasPrefix("weld-editor: cannot make the region: reserve") == true)
            #expect(try FileListing.names(in: directory) == [])
        }
    }
}

/// Time in which something must not happen: there is nothing to wait for.
enum FaultTime {
    static func pass(seconds: UInt32) { sleep(seconds) }
}
