import GateKit

/// Percentiles on an axis that gives every nine the same length, so that the tail is as easy to
/// read as the median.
struct PercentileDrawing {
    private let figure: Figure.Percentiles
    private let frame = PlotFrame(width: 480, height: 290)
    private let values: Scale
    private let mostNines: Double

    init(_ figure: Figure.Percentiles) {
        self.figure = figure
        let points = figure.curves.flatMap { $0.shape.points.map(\.value) }
        values = Scale(points + figure.limits.filter(\.decides).map(\.value))
        let count = figure.curves.map(\.shape.count).max() ?? 1
        mostNines = Self.nines(rank: count, of: count)
    }

    func draw() -> SVG {
        var svg = SVG(width: frame.width, height: frame.height)
        frame.values(values, figure.unit, in: &svg)
        for (share, name) in shares {
            let x = frame.x(nines(share) / mostNines)
            svg.line(.init(x: x, y: frame.top), .init(x: x, y: frame.bottom), "rule")
            svg.text(name, .init(x: x, y: frame.bottom + 14), anchor: .middle)
        }
        for limit in figure.limits { draw(limit, in: &svg) }
        for (index, curve) in figure.curves.enumerated().reversed() {
            draw(curve, style: curve.isFloor ? "floor" : "curve c\(index % 5)", in: &svg)
        }
        frame.legend(figure.curves, in: &svg)
        return svg
    }

    /// The percentiles that there are enough samples for.
    private var shares: [(Double, String)] {
        [(0.5, "p50"), (0.9, "p90"), (0.99, "p99"), (0.999, "p99.9"), (0.9999, "p99.99")]
            .filter { nines($0.0) <= mostNines }
    }

    private func draw(_ curve: Figure.Curve, style: String, in svg: inout SVG) {
        let count = curve.shape.count
        let points = curve.shape.points.map { point in
            SVG.Point(
                x: frame.x(Self.nines(rank: point.rank, of: count) / mostNines),
                y: frame.y(values.position(point.value)))
        }
        svg.polyline(points, style)
        for (point, at) in zip(curve.shape.points, points).suffix(curve.isFloor ? 1 : 12) {
            let share = NumberFormat.significant(Double(point.rank) / Double(count) * 100)
            svg.dot(
                at, radius: curve.isFloor ? 2 : 2.5, style + " dot",
                hover: "\(curve.name): \(NumberFormat.figure(point.value, figure.unit)), sample "
                    + "\(NumberFormat.count(point.rank)) of \(NumberFormat.count(count)) "
                    + "(\(share) %)")
        }
    }

    private func draw(_ limit: Figure.Limit, in svg: inout SVG) {
        let x = frame.x(min(nines(limit.share), mostNines) / mostNines)
        let y = frame.y(values.position(limit.value))
        let isBeyond = limit.value > values.high || limit.value < values.low
        guard !isBeyond else { return }
        let style = limit.decides ? "limit" : "ambition"
        let ends = (max(frame.left, x - 34), min(frame.right, x + 34))
        svg.line(
            .init(x: ends.0, y: y), .init(x: ends.1, y: y), style,
            hover: "\(limit.name): \(NumberFormat.figure(limit.value, figure.unit, exact: true))")
        let isLeft = x < (frame.left + frame.right) / 2
        svg.text(
            limit.name, .init(x: isLeft ? ends.0 : ends.1, y: y - 4), style + "-name",
            anchor: isLeft ? .start : .end)
    }

    private func nines(_ share: Double) -> Double {
        share >= 1 ? mostNines : -Logarithm.ten(1 - share)
    }

    /// Half a sample more than a rank leaves above it, so that the largest has a place too.
    private static func nines(rank: Int, of count: Int) -> Double {
        -Logarithm.ten((Double(count - rank) + 0.5) / Double(count))
    }
}

/// Where a drawing with a value axis on the left stands.
struct PlotFrame {
    let width: Double
    let height: Double
    let left = 58.0
    let top = 12.0
    var right: Double { width - 12 }
    var bottom: Double { height - 42 }

    func x(_ share: Double) -> Double { left + share * (right - left) }
    func y(_ share: Double) -> Double { bottom - share * (bottom - top) }

    /// Draws the value axis.
    func values(_ scale: Scale, _ unit: MeasurementUnit, in svg: inout SVG) {
        for tick in scale.ticks {
            let y = y(scale.position(tick))
            svg.line(.init(x: left, y: y), .init(x: right, y: y), "rule")
            svg.text(
                NumberFormat.figure(tick, unit, exact: true), .init(x: left - 6, y: y + 4),
                anchor: .end)
        }
        svg.line(.init(x: left, y: top), .init(x: left, y: bottom), "axis")
        svg.line(.init(x: left, y: bottom), .init(x: right, y: bottom), "axis")
    }

    /// Names the curves below the drawing.
    func legend(_ curves: [Figure.Curve], in svg: inout SVG) {
        var x = left
        for (index, curve) in curves.enumerated() {
            let style = curve.isFloor ? "floor" : "curve c\(index % 5)"
            svg.line(
                .init(x: x, y: height - 8), .init(x: x + 14, y: height - 8), style)
            svg.text(curve.name, .init(x: x + 18, y: height - 4))
            x += 30 + 5.8 * Double(curve.name.count)
        }
    }
}
