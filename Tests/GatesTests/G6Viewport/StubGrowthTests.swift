import GateHost
import GateKit
import Testing
import WeldContract

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

    /// Words about the heap with sixty pictures between two.
    private static func heap(_ bytes: [UInt64]) -> ReportedHeap {
        var events: [EventRecord] = []
        for (second, heap) in bytes.enumerated() {
            for picture in 0..<60 {
                events.append(
                    EventRecord(
                        .presented(UInt64(60 * second + picture)),
                        time: UInt64(1000 * second + picture), pid: 1, role: .editor))
            }
            events.append(
                EventRecord(
                    .memory(heapInUse: heap, heapMapped: 0, resident: 0),
                    time: UInt64(1000 * second + 900), pid: 1, role: .editor))
        }
        return ReportedHeap(events, in: TimeSpan(start: 0, end: 1_000_000))
    }

    @Test("A hundred bytes that are lost with every picture are seen in what the editor says")
    func reported() {
        #expect(Self.heap([5000, 11_000, 17_000, 23_000]).bytesAPicture == 100)
    }

    @Test("What a heap gains once is no leak, and one word too few says nothing")
    func gainedOnce() {
        #expect(Self.heap([5000, 5000, 90_000, 90_000, 80_000]).bytesAPicture == 0)
        #expect(Self.heap([5000, 90_000]).bytesAPicture == nil)
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
            ([20, 21, 22, 23, 24, 25, 26, 27], 4), ([20, 22, 26, 27, 28, 32, 35, 39], 9),
            ([20, 20, 20, 20, 50, 51, 52, 53], 30),
            ([20, 25, 20, 25, 20, 25, 20, 25], 0), ([20, 20, 20, 20, 20, 20, 20, 30], 0),
            ([25, 24, 23, 22, 21, 20, 20, 20], 0), ([20, 20, 20, 21, 21, 22, 22, 22], 1),
            ([20, 20, 20, 20, 20, 23, 23, 23], 0),
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
