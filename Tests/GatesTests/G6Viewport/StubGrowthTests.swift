import GateHost
import GateKit
import Testing

@testable import Gates

@Suite("What a stub gains with its pictures")
struct StubGrowthTests {
    /// Looks with half a second of pictures between two.
    private static func growth(
        memory: [UInt64], space: UInt64 = 1 << 30, descriptors: [Int] = [], threads: Int = 9
    ) -> StubGrowth {
        var growth = StubGrowth()
        for (index, bytes) in memory.enumerated() {
            let number = descriptors.isEmpty ? 20 : descriptors[index]
            growth.note(
                StubHoldings(memory: bytes, space: space, descriptors: number, threads: threads),
                pictures: 30 * index)
        }
        return growth
    }

    @Test("A page that is lost with every picture is seen")
    func leak() {
        let growth = Self.growth(memory: (0..<10).map { 1 << 26 + 30 * 4096 * $0 })
        #expect(growth.bytesAPicture == 4096)
    }

    @Test("Address space that is lost, and never used, is seen")
    func space() {
        var growth = StubGrowth()
        for index in 0..<5 {
            growth.note(
                StubHoldings(
                    memory: 1 << 26, space: UInt64(index * 30 * 3_686_400), descriptors: 1,
                    threads: 1), pictures: 30 * index)
        }
        #expect(growth.bytesAPicture == 3_686_400)
    }

    @Test("What is gained now and then, or given back, is none with every picture")
    func steps() {
        let stepped = Self.growth(memory: [0, 0, 0, 1 << 22, 1 << 22, 1 << 22, 1 << 23])
        #expect(stepped.bytesAPicture == 0)
        let shrinking = Self.growth(memory: [1 << 22, 1 << 21, 1 << 20, 1 << 19])
        #expect(shrinking.bytesAPicture == 0)
    }

    @Test("Without pictures between two looks there is no figure")
    func unmoved() {
        var growth = StubGrowth()
        let holdings = StubHoldings(memory: 1, space: 1, descriptors: 1, threads: 1)
        for _ in 0..<4 { growth.note(holdings, pictures: 0) }
        #expect(growth.bytesAPicture == nil)
        #expect(Self.growth(memory: [1, 2, 3]).gained == nil)
    }

    @Test(
        "Descriptors that come and stay are gained; those that come and go are not",
        arguments: [
            ([20, 21, 22, 23, 24, 25, 26, 27], 1), ([20, 20, 20, 20, 50, 51, 52, 53], 30),
            ([20, 25, 20, 25, 20, 25, 20, 25], 0), ([20, 20, 20, 20, 20, 20, 20, 30], 0),
            ([25, 24, 23, 22, 21, 20, 20, 20], 0),
        ])
    func descriptors(counts: [Int], expected: Int) {
        let growth = Self.growth(
            memory: counts.map { _ in 1 }, descriptors: counts)
        #expect(growth.gained == expected)
    }

    @Test("A process is looked at, and one that is gone is not")
    func real() throws {
        let own = try #require(StubHoldings(of: ProcessEnvironment.pid))
        #expect(own.memory > 0 && own.memory <= own.space)
        #expect(own.descriptors >= 3 && own.threads >= 1)
        #expect(StubHoldings(of: .max) == nil)
    }

    @Test("Looks are as many in a long part as in a short one", arguments: [1, 2, 5, 60])
    func looks(seconds: Int) {
        let looks = UInt64(seconds) * 1_000_000_000 / GrowthWatch.interval(seconds)
        #expect((4...10).contains(looks))
    }
}
