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
}
