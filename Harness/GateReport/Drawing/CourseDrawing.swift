import GateKit

/// Samples in the order in which they were taken, one series beside the other.
struct CourseDrawing {
    private let figure: Figure.Curves
    private let frame = PlotFrame(width: 480, height: 265, legend: Legend([]))
    private let values: Scale

    init(_ figure: Figure.Curves) {
        self.figure = figure
        let all = figure.curves.flatMap(\.shape.course).flatMap { [$0.lowest, $0.highest] }
        values = Scale(all + figure.limits.filter(\.decides).map(\.value))
    }

    func draw() -> SVG {
        var svg = SVG(width: frame.width, height: frame.height)
        frame.values(values, figure.unit, in: &svg)
        for limit in figure.limits where limit.value >= values.low && limit.value <= values.high {
            let y = frame.y(values.position(limit.value))
            svg.line(
                .init(x: frame.left, y: y), .init(x: frame.right, y: y),
                limit.decides ? "limit" : "ambition",
                hover: "\(limit.name): "
                    + NumberFormat.figure(limit.value, figure.unit, exact: true))
        }
        let each = (frame.right - frame.left) / Double(max(1, figure.curves.count))
        for (index, curve) in figure.curves.enumerated() {
            let start = frame.left + Double(index) * each + 3
            draw(curve, from: start, width: each - 6, style: "c\(index % 5)", in: &svg)
            svg.text(
                curve.name, .init(x: start + each / 2 - 3, y: frame.bottom + 14), anchor: .middle)
        }
        return svg
    }

    private func draw(
        _ curve: Figure.Curve, from start: Double, width: Double, style: String, in svg: inout SVG
    ) {
        let course = curve.shape.course
        let step = width / Double(max(1, course.count))
        let strokes = course.enumerated().map { index, stretch in
            let low = frame.y(values.position(stretch.lowest))
            let high = frame.y(values.position(stretch.highest))
            // A stretch of one sample is a dash, not nothing.
            return (
                x: start + (Double(index) + 0.5) * step, from: max(low, high + 0.8) + 0.6,
                to: high - 0.6
            )
        }
        svg.strokes(strokes, "stroke \(style)")
        let worst = course.indices.sorted { course[$0].highest > course[$1].highest }.prefix(8)
        for index in worst {
            svg.dot(
                .init(
                    x: strokes[index].x, y: frame.y(values.position(course[index].highest))),
                radius: 2, "curve \(style) dot",
                hover: "\(curve.name): "
                    + NumberFormat.figure(course[index].highest, figure.unit))
        }
    }
}
