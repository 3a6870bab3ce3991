import Foundation
import GateHost
import Glibc
import Testing

/// What appeared and disappeared, in words.
@Suite("Differences")
struct DifferenceTests {
    @Test("nothing changed is said so")
    func empty() {
        var difference = LedgerDifference()
        difference.compare(["a", "b"], ["b", "a"])
        #expect(difference.isEmpty)
        #expect(difference.sentence == "nothing changed")
    }

    @Test("collections are compared as multisets")
    func multiset() {
        var difference = LedgerDifference()
        difference.compare(["a", "b", "b"], ["a", "a", "c"], as: "pipe")
        #expect(difference.appeared == ["pipe a", "pipe c"])
        #expect(difference.disappeared == ["pipe b", "pipe b"])
        #expect(
            difference.sentence == "appeared: pipe a, pipe c; disappeared: pipe b, pipe b")
    }

    @Test("long lists are cut and counted")
    func long() {
        var difference = LedgerDifference()
        difference.compare([], (10..<30).map(String.init))
        #expect(difference.sentence.hasSuffix("17 and 12 more"))
    }

    @Test("a socket file is named by its path, and a link is not followed")
    func files() throws {
        let directory = try temporaryDirectory()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try FileManager.default.createSymbolicLink(
            atPath: "\(directory)/link", withDestinationPath: "/")
        let before = try #require(Snapshot(of: getpid(), directories: [directory]))
        #expect(before.files.map(\.kind) == [.symbolicLink])
        #expect(Ledger.socketFiles(under: directory).isEmpty)
        #expect(mkfifo("\(directory)/left"))
        let after = try #require(Snapshot(of: getpid(), directories: [directory]))
        let difference = after.difference(since: before, aspects: .files)
        #expect(difference.sentence == "appeared: pipe \(directory)/left")
    }

    @Test("an open descriptor appears by what it refers to")
    func descriptors() throws {
        let before = try #require(Snapshot(of: getpid()))
        let number = unsafe open("/proc/version", O_RDONLY)
        let after = try #require(Snapshot(of: getpid()))
        close(number)
        let difference = after.difference(since: before, aspects: .descriptors)
        #expect(difference.appeared.contains("descriptor file /proc/version"))
    }

    private func mkfifo(_ path: String) -> Bool { unsafe Glibc.mkfifo(path, 0o600) == 0 }

    private func temporaryDirectory() throws -> String {
        let path = "/tmp/weld-ledger-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false)
        return path
    }
}
