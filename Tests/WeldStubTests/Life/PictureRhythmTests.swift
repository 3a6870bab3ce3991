import Testing
import WeldViewport

@testable import weld_editor

@Suite("When the window looks for the next picture")
struct PictureRhythmTests {
    static let start: UInt64 = 7_000_000_000
    static let period: UInt64 = 16_666_667

    private func taught(_ times: [(id: UInt64, time: UInt64)]) -> PictureRhythm {
        var rhythm = PictureRhythm()
        for entry in times {
            rhythm.took(FrameRecord(id: entry.id, completedNanoseconds: entry.time))
        }
        return rhythm
    }

    @Test("before it knows anything, every millisecond")
    func unknown() {
        #expect(PictureRhythm().nextLook(after: Self.start) == Self.start + 1_000_000)
        let one = taught([(1, Self.start)])
        #expect(one.nextLook(after: Self.start) == Self.start + 1_000_000)
    }

    @Test("right after the time at which the next one is due, also when some were left out")
    func steady() {
        let due = Self.start + Self.period + 200_000
        for times in [
            [(1, Self.start - Self.period), (2, Self.start)],
            [(1, Self.start - 3 * Self.period), (4, Self.start)],
        ] as [[(id: UInt64, time: UInt64)]] {
            #expect(taught(times).nextLook(after: Self.start + 12_000_000) == due)
        }
    }

    @Test("one that is late is looked for every millisecond")
    func late() {
        let rhythm = taught([(1, Self.start - Self.period), (2, Self.start)])
        let late = Self.start + 2 * Self.period
        #expect(rhythm.nextLook(after: late) == late + 1_000_000)
    }

    @Test(
        "times that make no sense keep it within 1 and 8 ms",
        arguments: [
            [(1, 0), (2, .max)], [(1, .max), (2, 1)], [(2, start), (1, start)],
            [(1, start), (.max, start + 1)], [(1, start), (2, start + 3_600_000_000_000)],
        ] as [[(id: UInt64, time: UInt64)]])
    func nonsense(times: [(id: UInt64, time: UInt64)]) {
        let next = taught(times).nextLook(after: Self.start)
        #expect((Self.start + 1_000_000...Self.start + 8_000_000).contains(next))
    }
}
