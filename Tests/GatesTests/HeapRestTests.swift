import Testing

@testable import Gates

@Suite("Whether a heap comes to rest")
struct HeapRestTests {
    private func rest(after heaps: some Sequence<UInt64>) -> HeapRest {
        var rest = HeapRest()
        for heap in heaps { rest.note(heap) }
        return rest
    }

    @Test("One that never exceeds what it was is at rest, whatever it does below that")
    func breathes() {
        let heaps = (0..<100).map { 1_000_000 - UInt64($0 * 7 % 50) * 48 }
        let rest = rest(after: heaps)
        #expect(rest.calm == 99 && rest.gained == 0 && rest.looks == 100)
    }

    @Test(
        "One that gains with every connection is never at rest, though it breathes",
        arguments: [16, 48, 4096] as [UInt64])
    func leaks(bytes: UInt64) {
        // What a thread holds while it ends makes it look smaller now and then.
        let heaps = (0..<UInt64(LeakWatch.patience)).map {
            1_000_000 + $0 * bytes - ($0 % 5 == 0 ? 300 : 0)
        }
        #expect(rest(after: heaps).calm < LeakWatch.calm)
    }

    @Test("One that has gained and stays is at rest")
    func settles() {
        let heaps = (0..<100).map { UInt64(min($0, 30) * 640) }
        let rest = rest(after: heaps)
        #expect(rest.calm == 69 && rest.gained == 30 * 640)
    }

    @Test("The first look is no calm yet")
    func begins() {
        #expect(rest(after: [5]).calm == 0 && rest(after: [5, 5]).calm == 1)
    }
}
