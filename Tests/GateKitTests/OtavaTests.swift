import GateKit
import Testing

/// The same series, asked of Apache Otava 0.8.0 (`otava.analysis.compute_change_points`, a window of
/// 30 and p below 0.001): what it answered is written down here.
@Suite struct OtavaTests {
    /// A series by its levels, and the changes that Otava found in it.
    struct Series: CustomTestStringConvertible {
        var name: String
        var count: Int
        var changes: [Int]
        var level: @Sendable (Int) -> Double

        var testDescription: String { name }

        /// The values: a level with deviations up to 1 that look like chance.
        var values: [Double] {
            (0..<count).map { index in
                10 + level(index)
                    + Double((index * index * 7919 + index * 104_729) % 1009) / 504.5 - 1
            }
        }
    }

    static let series: [Series] = [
        Series(name: "one step", count: 80, changes: [40]) { $0 >= 40 ? 3 : 0 },
        Series(name: "there and back", count: 100, changes: [30, 70]) {
            (30..<70).contains($0) ? 3 : 0
        },
        Series(name: "stairs", count: 100, changes: [25, 50, 75]) { 2 * Double($0 / 25) },
        Series(name: "nothing", count: 80, changes: []) { _ in 0 },
        Series(name: "an outlier", count: 80, changes: []) { $0 == 33 ? 200 : 0 },
    ]

    @Test("changes stand where Otava finds them", arguments: series)
    func same(series: Series) {
        #expect(ChangePoints.find(in: series.values).map(\.index) == series.changes)
    }

    @Test("a step as small as the noise is found, near where it is: Otava says 41 of 50")
    func small() {
        let series = Series(name: "small", count: 100, changes: [41]) { $0 >= 50 ? 1 : 0 }
        let found = ChangePoints.find(in: series.values).map(\.index)
        #expect(found.count == 1)
        #expect(found.allSatisfy { (40...60).contains($0) })
    }
}
