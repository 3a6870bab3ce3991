import GateKit
import Testing

/// What a figure shows of a series.
@Suite("The shape of a series")
struct SeriesShapeTests {
    private func shape(_ values: [Double]) throws -> SeriesShape {
        try #require(SeriesShape(values, sorted: SortedSamples(values)))
    }

    @Test("A series without samples has none")
    func empty() {
        #expect(SeriesShape([], sorted: SortedSamples([])) == nil)
        #expect(SeriesShape([1], sorted: SortedSamples([1, 2])) == nil)
    }

    @Test("Few samples are all points", arguments: [1, 2, 7, 60])
    func few(count: Int) throws {
        let shape = try shape((0..<count).map(Double.init))
        #expect(shape.points.map(\.rank) == Array(1...count))
        #expect(shape.course.count == count)
    }

    @Test("Of many, the largest are points of their own and the number stays small")
    func many() throws {
        let values = (0..<100_000).map { Double(($0 * 7919) % 100_000) }
        let shape = try shape(values)
        #expect(shape.points.count < 200)
        #expect(shape.points.suffix(5).map(\.value) == [99_995, 99_996, 99_997, 99_998, 99_999])
        #expect(shape.points.first?.rank == 1)
        for (one, next) in zip(shape.points, shape.points.dropFirst()) {
            #expect(one.rank < next.rank && one.value <= next.value)
        }
    }

    @Test("A course keeps the smallest and the largest wherever they were")
    func course() throws {
        var values = Array(repeating: 5.0, count: 10_001)
        values[17] = 900
        values[10_000] = 1
        let shape = try shape(values)
        #expect(shape.course.count <= 240)
        #expect(shape.course.first?.highest == 900)
        #expect(shape.course.last?.lowest == 1)
    }

    @Test("Buckets hold every sample where it belongs, with nothing before the first")
    func buckets() throws {
        let values = [1.0, 9.99, 10, 11.5, 11.6, 4e6]
        let shape = try shape(values)
        #expect(shape.buckets.reduce(0) { $0 + $1.count } == values.count)
        for bucket in shape.buckets {
            #expect(values.count { $0 >= bucket.from && $0 < bucket.to } == bucket.count)
        }
        #expect(shape.buckets.first?.count == 1 && shape.buckets.last?.count == 1)
        for (one, next) in zip(shape.buckets, shape.buckets.dropFirst()) {
            #expect(one.to == next.from && one.to > one.from)
        }
    }

    @Test("No factor leads to 0 and less, or to what is no number", arguments: [0, -3, .infinity])
    func noBuckets(value: Double) throws {
        #expect(try shape([5, value]).buckets.isEmpty)
    }

    @Test(
        "Of series that count, those that say when something was are drawn",
        arguments: [
            ("viewport.torn.shared", true), ("viewport.draw.torn", true),
            ("fuzz.valid-frames-a-second", true), ("fuzz.connections", true),
            ("fuzz.crashes", false), ("viewport.seconds", false),
        ])
    func drawn(metric: String, isDrawn: Bool) {
        #expect(SeriesShape.isDrawn(metric, .count) == isDrawn)
        #expect(SeriesShape.isDrawn(metric, .nanoseconds))
    }

    @Test("Samples below a value are counted", arguments: [(0.0, 0), (2, 1), (2.5, 3), (9, 4)])
    func below(value: Double, count: Int) {
        #expect(SortedSamples([2, 1, 2, 3]).count(below: value) == count)
    }
}
