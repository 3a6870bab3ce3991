import Glibc
import Testing

@testable import GateHost

/// Lines of `/proc/PID/maps`.
@Suite("Mappings")
struct MappingTests {
    @Test("a shared mapping is an entry with its size and name")
    func shared() throws {
        let entry = try #require(
            MappingEntry(
                mapsLine: "7f00-9f00 rw-s 00000000 00:01 42    /memfd:weld region (deleted)"))
        #expect(entry.size == 0x2000)
        #expect(entry.isShared)
        #expect(entry.target == "/memfd:weld region (deleted)")
    }

    @Test("private anonymous memory is none", arguments: ["", "[heap]", "[stack]"])
    func anonymous(name: String) {
        #expect(MappingEntry(mapsLine: "1000-2000 rw-p 00000000 00:00 0 \(name)") == nil)
    }

    @Test(
        "garbage is none", arguments: ["", "x", "1-2", "2000-1000 rw-s 0 0:0 1 a", "g-h r i j 1 k"])
    func garbage(line: String) {
        #expect(MappingEntry(mapsLine: Substring(line)) == nil)
    }

    @Test("this process maps its own program")
    func own() throws {
        let mappings = try #require(Ledger.mappings(of: getpid()))
        #expect(mappings.contains { $0.target.hasPrefix("/") && !$0.isShared })
    }

    @Test("memory has its place where something was written, and nowhere else")
    func places() throws {
        let memory = try MemoryObject.sealed(label: "places", size: 4 << 20)
        let before = try memory.placedBytes()
        _ = try memory.descriptor.bytes(4 << 20, at: 0)
        let read = try memory.placedBytes()
        try memory.descriptor.put([1], at: 0)
        let after = try memory.placedBytes()
        #expect(before == 0 && read == 0 && after > 0)
    }

    @Test("what was filled takes nothing more, and blocks as before")
    func full() throws {
        let pair = try SocketPair()
        let count = try pair.first.fill()
        let flags = try OpenFileState.of(pair.first.rawValue).flags
        let more = try pair.first.fill()
        #expect(count > 0 && more == 0 && flags & O_NONBLOCK == 0)
    }
}
