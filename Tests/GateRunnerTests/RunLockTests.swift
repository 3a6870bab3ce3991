import Foundation
import GateHost
import Glibc
import Testing

@testable import GateRunner

/// Two runs on one machine exclude each other.
@Suite("Run lock")
struct RunLockTests {
    private func withPath(_ body: (String) throws -> Void) throws {
        let folder = "/tmp/rl-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body("\(folder)/lock")
    }

    private func take(
        _ path: String, waits: Bool = false, _ interruption: Interruption? = nil,
        tell: (String) -> Void = { _ in }
    ) throws -> RunLock {
        try RunLock.take(
            path, waits: waits, interruption: interruption ?? Interruption(), tell: tell)
    }

    @Test("a missing file is made for all users and stays empty")
    func made() throws {
        try withPath { path in
            try take(path).release()
            let facts = try #require(try DescriptorFacts.at(path))
            #expect(facts.kind == .regular && facts.mode == 0o666 && facts.size == 0)
        }
    }

    @Test("a file that may only be read is enough")
    func readOnly() throws {
        try withPath { path in
            try Data().write(to: URL(fileURLWithPath: path))
            try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: path)
            try take(path).release()
        }
    }

    @Test("a second run is refused with the first one's process, until it gives the machine back")
    func excludes() throws {
        try withPath { path in
            let first = try take(path)
            #expect(throws: RunLock.Refusal.held(by: getpid())) { try take(path) }
            first.release()
            try take(path).release()
        }
    }

    @Test("who waits says so once, and ends when asked to")
    func interrupted() throws {
        try withPath { path in
            let first = try take(path)
            defer { first.release() }
            let interruption = try Interruption()
            var told: [String] = []
            #expect(throws: RunLock.Refusal.interrupted) {
                try take(path, waits: true, interruption) {
                    told.append($0)
                    interruption.request()
                }
            }
            #expect(
                told == [
                    "another run holds the machine (pid \(getpid())); waiting, or use --no-wait"
                ])
        }
    }

    @Test("who waits has the machine as soon as it is free")
    func waits() throws {
        try withPath { path in
            let first = try take(path)
            var told = 0
            let second = try take(path, waits: true) { _ in
                told += 1
                first.release()
            }
            #expect(told == 1)
            #expect(throws: RunLock.Refusal.self) { try take(path) }
            second.release()
        }
    }

    @Test("a lock on a file that was removed meanwhile is none")
    func removed() throws {
        try withPath { path in
            let first = try take(path)
            defer { first.release() }
            try FileManager.default.removeItem(atPath: path)
            let second = try take(path)
            #expect(throws: RunLock.Refusal.self) { try take(path) }
            second.release()
        }
    }

    @Test(
        "what is no regular file is refused with a sentence",
        arguments: ["directory", "pipe", "symbolic link", "missing folder"])
    func unusable(kind: String) throws {
        try withPath { path in
            var place = path
            switch kind {
            case "directory":
                try FileManager.default.createDirectory(
                    atPath: path, withIntermediateDirectories: false)
            case "pipe": #expect(unsafe mkfifo(path, 0o666) == 0)
            case "symbolic link":
                try FileManager.default.createSymbolicLink(
                    atPath: path, withDestinationPath: "/dev/null")
            default: place = "\(path)/lock"
            }
            let refusal = #expect(throws: RunLock.Refusal.self) { try take(place) }
            guard case .unusable(place, let why) = refusal else {
                Issue.record("\(String(describing: refusal))")
                return
            }
            let expected = [
                "directory": "it is no regular file", "pipe": "it is no regular file",
                "symbolic link": "it is a symbolic link",
            ]
            #expect(why == expected[kind] ?? "No such file or directory")
        }
    }

    @Test("the holder is read from the system's table, and nobody else is taken for it")
    func holder() {
        let table = """
            1: POSIX  ADVISORY  WRITE 11 fe:00:77 0 EOF
            2: FLOCK  ADVISORY  WRITE 12 fe:00:78 0 EOF
            3: FLOCK  ADVISORY  WRITE 13 fd:00:77 0 EOF
            4: FLOCK  ADVISORY  WRITE 0 fe:01:77 0 EOF
            4: -> FLOCK  ADVISORY  WRITE 14 fe:00:77 0 EOF
            5: FLOCK  ADVISORY  WRITE 15 fe:00:77 0 EOF

            """
        #expect(RunLock.holder(device: 0xFE00, inode: 77, locks: table) == 15)
        #expect(RunLock.holder(device: 0xFE01, inode: 77, locks: table) == nil)
        #expect(RunLock.holder(device: 0xFE00, inode: 79, locks: table) == nil)
        #expect(RunLock.holder(device: 0xFE00, inode: 77, locks: "not a table") == nil)
    }
}
