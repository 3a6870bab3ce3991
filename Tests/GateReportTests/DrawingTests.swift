import Foundation
import GateKit
import Testing

@testable import GateReport

/// Drawings: where things stand, and that nothing that was measured is left out.
@Suite struct DrawingTests {
    @Test("A logarithm without the C library agrees with the system's")
    func logarithms() {
        for value in [1e-9, 0.001, 0.3, 1, 2, 3.7, 10, 999, 12_345.678, 5e9, 1e15] {
            #expect(abs(Logarithm.ten(value) - log10(value)) < 1e-9, "\(value)")
        }
    }

    @Test(
        "A scale spans what it is given, and every tick stands on it",
        arguments: [
            [1, 2, 3], [9.5, 9.6], [1000, 3e7], [0, 0], [5], [-3, 8], [1e4, 1e4 + 1],
        ] as [[Double]])
    func scales(values: [Double]) {
        let scale = Scale(values)
        for value in values { #expect((0...1).contains(scale.position(value))) }
        #expect(!scale.ticks.isEmpty && scale.ticks.count <= 12)
        for tick in scale.ticks { #expect((scale.low...scale.high).contains(tick)) }
        #expect(scale.position(.infinity) == 1)
    }

    @Test("Figures that differ by much stand on a logarithmic scale, and none with 0 does")
    func logarithmic() {
        #expect(Scale([1e4, 1e6]).isLogarithmic)
        #expect(!Scale([1e4, 2e4]).isLogarithmic)
        #expect(!Scale([0, 1e6]).isLogarithmic)
    }

    @Test(
        "Coordinates have one decimal at most, and what is no number is 0",
        arguments: [(1.0, "1"), (1.24, "1.2"), (-0.05, "-0.1"), (.nan, "0"), (1e300, "0")])
    func coordinates(value: Double, text: String) {
        #expect(SVG.number(value) == text)
    }

    @Test("The largest sample is drawn and says what it is")
    func outliers() throws {
        var values = Array(repeating: 10_000.0, count: 5000)
        values[2500] = 42_000_000
        let shape = try #require(SeriesShape(values, sorted: SortedSamples(values)))
        let curve = Figure.Curve(name: "replicate 1", shape: shape, isFloor: false)
        for drawing in [
            Figure.Drawing.percentiles(.init(unit: .nanoseconds, curves: [curve], limits: [])),
            .course(.init(unit: .nanoseconds, curves: [curve], limits: [])),
        ] {
            let svg = Figure(address: "figure", title: "x", drawing: drawing).svg()
            #expect(svg.contains("42.0 ms"))
        }
    }

    @Test("A drawing is named for who does not see it, and its texts end no element")
    func names() {
        let grid = Figure.Grid(
            columns: ["g1.p50"], rows: [.init(name: "<b>", marks: [0: .missed])])
        let svg = Figure(address: "figure", title: "a & b", drawing: .grid(grid)).svg()
        #expect(svg.contains("<title id=\"figure-title\">a &amp; b</title>"))
        #expect(svg.contains("aria-labelledby=\"figure-title\""))
        #expect(svg.contains("&lt;b&gt;, g1.p50: not caught"))
        #expect(!svg.contains("<b>"))
    }
}
