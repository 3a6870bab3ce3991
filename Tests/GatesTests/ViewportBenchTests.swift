import Testing

@testable import Gates

@Suite("The viewport bench")
struct ViewportBenchTests {
    @Test("The bench measures publishing, waking, taking and judging, and what passes is whole")
    func complete() throws {
        let cost = try ViewportBench.run(seconds: 1)
        #expect(cost.publishNanoseconds > 0 && cost.lookNanoseconds > 0)
        #expect(cost.witnessNanoseconds > 0)
        #expect(cost.publishToWake.pictures > 0 && cost.publishToWake.medianNanoseconds > 0)
        #expect(cost.sustained.map(\.width) == [1280, 3840])
        #expect(cost.sustained.allSatisfy { $0.due == 60 && $0.read > 0 && $0.faulty == 0 })
    }
}
