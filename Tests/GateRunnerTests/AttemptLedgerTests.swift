import Foundation
import GateHost
import GateKit
import Glibc
import Testing

@testable import GateRunner

/// What an attempt left among the names of shared memory, which other runs, and other namespaces of
/// processes, use as well.
@Suite("Ledger of an attempt")
struct AttemptLedgerTests {
    /// Names that are nobody's but this test's, and are gone with it.
    private final class Names {
        let prefix = "weld-ledger-\(UUID().uuidString.prefix(8))-"
        let places = RunDirectory.Places(scratch: "/nonexistent/a", runtime: "/nonexistent/x")
        /// No process has it.
        static let dead: Int32 = 2_000_000_000

        func make(_ part: String) throws -> String {
            let path = "/dev/shm/\(prefix)\(part)-\(Self.dead)"
            try RegularFile.create(path).close()
            return path
        }

        func ledger() -> AttemptLedger { AttemptLedger(places, sharedMemoryPrefix: prefix) }

        deinit {
            for name in Ledger.sharedMemoryNames() where name.hasPrefix(prefix) {
                try? RegularFile.remove("/dev/shm/\(name)")
            }
        }
    }

    private func leaks(_ found: [StoredEvidence]) -> [String] {
        found.compactMap { piece in
            if case .violation(let violation) = piece, violation.kind == .leak {
                violation.text
            } else {
                nil
            }
        }
    }

    @Test("A dead process's name that appeared is a leak, and is removed")
    func leaked() throws {
        let names = Names()
        let ledger = names.ledger()
        let path = try names.make("a")
        #expect(leaks(ledger.clear(of: [Names.dead])) == ["appeared: shared memory \(path)"])
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test(
        "A dead process's name that the attempt knows nothing of is another's: it stays, and is said"
    )
    func anothers() throws {
        let names = Names()
        let ledger = names.ledger()
        let path = try names.make("a")
        let found = ledger.clear(of: [Names.dead - 1])
        #expect(leaks(found).isEmpty)
        #expect(found.contains(StoredEvidence.fact(Fact("left by others", path))))
        #expect(FileManager.default.fileExists(atPath: path))
    }

    @Test("A name that somebody holds is his, whatever its number says, and stays")
    func held() throws {
        let names = Names()
        let ledger = names.ledger()
        let path = try names.make("b")
        let number = unsafe open(path, O_RDWR | O_CLOEXEC)
        defer { close(number) }
        // As an editor does: a lock of the open file (F_OFD_SETLK), which no other one has.
        var lock = flock()
        lock.l_type = Int16(F_WRLCK)
        #expect(unsafe fcntl(number, 37, &lock) == 0)
        #expect(leaks(ledger.clear(of: [Names.dead])).isEmpty)
        #expect(FileManager.default.fileExists(atPath: path))
    }

    @Test("A name that was there before and was swept meanwhile is nobody's leak")
    func swept() throws {
        let names = Names()
        let path = try names.make("c")
        let ledger = names.ledger()
        try RegularFile.remove(path)
        #expect(leaks(ledger.clear(of: [Names.dead])).isEmpty)
    }

    @Test("A socket that bears the attempt's own number is the judge's, and no other one is")
    func judges() throws {
        let names = Names()
        let folder = FileManager.default.temporaryDirectory.appending(path: "weld-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let places = RunDirectory.Places(scratch: folder.path, runtime: "/nonexistent/x")
        let ledger = AttemptLedger(places, sharedMemoryPrefix: names.prefix)
        let paths = ["weld-77-own.sock", "weld-7-own.sock"].map { "\(folder.path)/\($0)" }
        for path in paths { #expect(unsafe mkfifo(path, 0o600) == 0) }
        let found = ledger.clear(of: [], attempt: 77)
        #expect(found.contains(.fact(Fact("left by the attempt itself", paths[0]))))
        let text = "pipe \(paths[1]) was left behind"
        #expect(found.contains(.violation(Violation(.stray, text))))
        #expect(found.count == 2)
    }
}
