import Glibc
import Testing
import WeldPlatform
import WeldViewport

@testable import WeldDisplay

@Suite(
    "What is handed over of presented pictures", .serialized,
    .enabled(if: HeadlessSway.isPossible, "sway, and setpriv for root, start the compositor"))
struct ReadBackTests {
    private func editor(
        _ ring: ReadBackMemory, _ sway: HeadlessSway, _ arguments: [String] = []
    ) throws -> EditorProcess {
        try EditorProcess(
            arguments + ["--read-back-fd", "4"], environment: sway.clientEnvironment,
            in: sway.directory,
            inheriting: [InheritedDescriptor(ring.memory.descriptor.rawValue, as: 4)])
    }

    @Test(
        "a slot is filled once, names its picture in every row, and waits for its reader",
        arguments: ["copy", "draw"])
    func filled(blit: String) throws {
        let sway = try HeadlessSway()
        let ring = try ReadBackMemory(slots: 4)
        let editor = try editor(ring, sway, ["--seconds", "1", "--blit", blit])
        #expect(try editor.end() == .exited(code: 0))
        for slot in 0..<4 {
            #expect(ring.state(slot) == 1)
            #expect(editor.count(#""event":"frame-presented""#, #""read_back":\#(slot)"#) == 1)
            let line = editor.lines.first { $0.contains(#""read_back":\#(slot)"#) } ?? ""
            let reading = try ring.reading(slot)
            #expect(!reading.isFaulty)
            #expect(line.contains(#""witness":\#(reading.frame ?? 0),"#))
        }
        #expect(editor.count(#""event":"frame-presented""#) > 4)
    }

    @Test(
        "memory that is no ring is refused with 17 and a reason",
        arguments: [
            ([0: 7], "does not begin"), ([4: 2], "does not begin"), ([8: 0], "do not fit"),
            ([8: 65], "do not fit"), ([8: 5], "do not fit"), ([20: 100], "do not fit"),
            ([12: .max], "do not fit"), ([12: .max, 16: .max], "do not fit"),
            ([12: 700], "where the marks have"),
        ] as [([Int: UInt32], String)])
    func refused(words: [Int: UInt32], reason: String) throws {
        let sway = try HeadlessSway()
        let ring = try ReadBackMemory(slots: 4, replacing: words)
        let editor = try editor(ring, sway)
        #expect(try editor.end() == .exited(code: 17))
        #expect(try editor.logLines().last?.contains(reason) == true)
    }

    @Test("a descriptor that is no memory is refused with 17")
    func noMemory() throws {
        let sway = try HeadlessSway()
        let pipe = try PipeEnds()
        let editor = try EditorProcess(
            ["--read-back-fd", "4"], environment: sway.clientEnvironment, in: sway.directory,
            inheriting: [InheritedDescriptor(pipe.readEnd.rawValue, as: 4)])
        #expect(try editor.end() == .exited(code: 17))
        #expect(try editor.logLines().last?.contains("--read-back-fd") == true)
    }

    @Test("slots are taken in turn, and one that was not read is never taken again")
    func turns() throws {
        let memory = try ReadBackMemory(slots: 3)
        let ring = try ReadBackRing(adopting: memory.memory.descriptor.duplicate())
        #expect(ring.take() == 0)
        #expect(ring.take() == 1)
        ring.fill(0)
        ring.giveUp(1)
        #expect(ring.take() == 2)
        ring.fill(2)
        #expect(ring.take() == nil)
        #expect((0..<3).map(memory.state) == [1, 0, 1])
    }
}
