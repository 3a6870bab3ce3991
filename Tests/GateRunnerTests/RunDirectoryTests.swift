import Foundation
import GateHost
import Glibc
import Testing

@testable import GateRunner

/// The private directory of a run, and what a later start may remove.
@Suite("Run directory")
struct RunDirectoryTests {
    private func withTemporary(_ body: (String) throws -> Void) throws {
        let path = "/tmp/rd-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: path) }
        try body(path)
    }

    private func make(_ path: String) throws {
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false)
    }

    /// Makes what a run left whose harness is gone: a lock that nobody holds.
    private func makeDead(_ path: String) throws {
        try make(path)
        try RegularFile.create("\(path)/lock").close()
    }

    @Test("a name that a run will have cannot be foretold")
    func unforeseeable() throws {
        try withTemporary { temporary in
            let own = try #require(Ledger.process(getpid()))
            let expected = "\(temporary)/weld-gates-\(own.pid)-\(own.startTicks)"
            try make(expected)
            let (one, other) = (
                try RunDirectory(under: temporary), try RunDirectory(under: temporary)
            )
            defer {
                one.remove()
                other.remove()
            }
            #expect(one.path.hasPrefix("\(expected)-"))
            #expect(one.path != other.path)
        }
    }

    @Test("one that has no lock yet is left alone for a minute, and one with a keeper for its life")
    func young() throws {
        try withTemporary { temporary in
            let path = "\(temporary)/weld-gates-999999999-5-aB3xYz"
            try make(path)
            #expect(RunDirectory.sweep(temporary).isEmpty)
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSinceNow: -90)], ofItemAtPath: path)
            let keeper = try PrivateDirectory.makeLock("\(path)/keeper")
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSinceNow: -90)], ofItemAtPath: path)
            #expect(RunDirectory.sweep(temporary).isEmpty)
            try keeper.close()
            #expect(RunDirectory.sweep(temporary) == [path])
        }
    }

    @Test("is private, gives private places, and is gone afterwards")
    func life() throws {
        try withTemporary { temporary in
            let directory = try RunDirectory(under: temporary)
            let places = try directory.places(forAttempt: 3)
            for path in [directory.path, places.scratch, places.runtime] {
                let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
                #expect(mode as? Int == 0o700)
            }
            directory.remove(places)
            #expect(!FileManager.default.fileExists(atPath: places.scratch))
            directory.remove()
            #expect(!FileManager.default.fileExists(atPath: directory.path))
        }
    }

    @Test("leaves sockets below it room in their address")
    func shortPath() throws {
        try withTemporary { temporary in
            let deep = "\(temporary)/\(String(repeating: "d", count: 90))"
            try make(deep)
            let directory = try RunDirectory(under: deep)
            defer { directory.remove() }
            #expect(directory.path.hasPrefix("/tmp/weld-gates-"))
            let places = try directory.places(forAttempt: 9_999)
            #expect("\(places.runtime)/weld/weld-4194304.sock".utf8.count <= 107)
        }
    }

    @Test("what is looked at before a run is the folder in which its directory is made")
    func folder() throws {
        try withTemporary { temporary in
            for length in 1...60 {
                let deep = "\(temporary)/\(String(repeating: "d", count: length))"
                try make(deep)
                let directory = try RunDirectory(under: deep)
                defer { directory.remove() }
                let folder = URL(fileURLWithPath: directory.path).deletingLastPathComponent().path
                #expect(RunDirectory.folder(under: deep) == folder)
            }
        }
    }

    @Test("a living run's directory is not swept")
    func living() throws {
        try withTemporary { temporary in
            let directory = try RunDirectory(under: temporary)
            defer { directory.remove() }
            #expect(RunDirectory.sweep(temporary).isEmpty)
        }
    }

    @Test("a dead run's directory is swept, content and all")
    func dead() throws {
        try withTemporary { temporary in
            let path = "\(temporary)/weld-gates-999999999-5"
            try makeDead(path)
            try make("\(path)/a1")
            #expect(RunDirectory.sweep(temporary) == [path])
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }

    @Test("a directory whose number was recycled is swept")
    func recycled() throws {
        try withTemporary { temporary in
            let own = try #require(Ledger.process(getpid()))
            let path = "\(temporary)/weld-gates-\(own.pid)-\(own.startTicks + 1)-aB3xYz"
            try makeDead(path)
            #expect(RunDirectory.sweep(temporary) == [path])
        }
    }

    @Test("a lock that somebody holds outweighs a process that cannot be seen")
    func locked() throws {
        try withTemporary { temporary in
            let path = "\(temporary)/weld-gates-999999999-5"
            try make(path)
            let lock = try PrivateDirectory.makeLock("\(path)/lock")
            #expect(RunDirectory.sweep(temporary).isEmpty)
            try lock.close()
            #expect(RunDirectory.sweep(temporary) == [path])
        }
    }

    @Test(
        "what does not have exactly the form of a dead run's directory stays",
        arguments: [
            "weld-gates-", "weld-gates-1", "weld-gates-0999999999-5", "weld-gates-999999999-05",
            "weld-gates-999999999-5-6", "weld-gates-x-5", "weld-gates-999999999-5 ",
            "other-999999999-5", "weld-gates--999999999-5",
        ])
    func otherNames(name: String) throws {
        try withTemporary { temporary in
            try make("\(temporary)/\(name)")
            #expect(RunDirectory.sweep(temporary).isEmpty)
        }
    }

    @Test("a symbolic link and a plain file of that name stay, and so does what the link names")
    func links() throws {
        try withTemporary { temporary in
            try make("\(temporary)/precious")
            try FileManager.default.createSymbolicLink(
                atPath: "\(temporary)/weld-gates-999999999-5",
                withDestinationPath: "\(temporary)/precious")
            try "x".write(
                toFile: "\(temporary)/weld-gates-999999999-6", atomically: false, encoding: .utf8)
            #expect(RunDirectory.sweep(temporary).isEmpty)
            #expect(FileManager.default.fileExists(atPath: "\(temporary)/precious"))
        }
    }
}
