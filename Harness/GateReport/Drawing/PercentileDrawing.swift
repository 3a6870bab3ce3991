import GateKit

/// Percentiles on an axis that gives every nine the same length, so that the tail is as easy to
/// read as the median.
struct PercentileDrawing {
    private let figure: Figure.Curves
    private let frame: PlotFrame
    private let values: Scale
    private let mostNines: Double

    init(_ figure: Figure.Curves) {
        self.figure = figure
        frame = PlotFrame(width: 480, height: 250, legend: Legend(figure))
        let points = figure.curves.flatMap { $0.shape.points.map(\.value) }
        values = Scale(
            points + figure.limits.filter(\.decides).map(\.value)
                + (figure.reference?.marks.map(\.value) ?? []))
        let count = figure.curves.map(\.shape.count).max() ?? 1
        mostNines = Self.nines(rank: count, of: count)
    }

    func draw() -> SVG {
        var svg = SVG(width: frame.width, height: frame.height)
        frame.values(values, figure.unit, in: &svg)
        for (share, name) in shares {
            let x = frame.x(nines(share) / mostNines)
            svg.line(.init(x: x, y: frame.top), .init(x: x, y: frame.bottom), "rule")
            let isLast = x > frame.right - 12
            svg.text(
                name, .init(x: isLast ? frame.width - 2 : x, y: frame.bottom + 14),
                anchor: isLast ? .end : .middle)
        }
        for (index, curve) in figure.curves.enumerated().reversed() {
            draw(curve, style: curve.isFloor ? "floor" : "curve c\(index % 5)", in: &svg)
        }
        if let reference = figure.reference { draw(reference, in: &svg) }
        // Last, for their names are to be read across a curve.
        for limit in figure.limits { draw(limit, in: &svg) }
        frame.legend(in: &svg)
        return svg
    }

    private func draw(_ reference: Figure.Reference, in svg: inout SVG) {
        let points = reference.marks.map { mark in
            SVG.Point(
                x: frame.x(min(nines(mark.share), mostNines) / mostNines),
                y: frame.y(values.position(mark.value)))
        }
        svg.polyline(points, "reference")
        for (mark, at) in zip(reference.marks, points) {
            svg.dot(at, radius: 3, "reference-dot", hover: reference.words(mark, figure.unit))
        }
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
        let isLeft = x < (frame.left + frame.right) / 2
        svg.text(
            limit.name, .init(x: isLeft ? ends.0 : ends.1, y: y - 4), style + "-name",
            anchor: isLeft ? .start : .end)
        svg.line(
            .init(x: ends.0, y: y), .init(x: ends.1, y: y), style,
            hover: "\(limit.name): \(NumberFormat.figure(limit.value, figure.unit, exact: true))")
    }

    private func nines(_ share: Double) -> Double {
        share >= 1 ? mostNines : -Logarithm.ten(1 - share)
    }

    /// Half a sample more than a rank leaves above it, so that the largest has a place too.
    private static func nines(rank: Int, of count: Int) -> Double {
        -Logarithm.ten((Double(count - rank) + 0.5) / Double(count))
    }
}
