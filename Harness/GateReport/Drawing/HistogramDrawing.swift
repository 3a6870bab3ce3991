import GateKit

/// How many samples are how large: both axes are by factors, so that the one slowest sample is as
/// much to be seen as the thousands around the median.
struct HistogramDrawing {
    private let figure: Figure.Curves
    private let frame: PlotFrame
    private let sizes: Scale
    private let counts: Scale

    private static let markRow = 11.0

    init(_ figure: Figure.Curves) {
        self.figure = figure
        let names = figure.reference == nil ? 0.0 : Self.markRow
        let rows = Double(figure.curves.count) * Self.markRow
        var frame = PlotFrame(width: 480, height: 254 + names + rows, legend: Legend(figure))
        frame.top = 24 + rows + names
        self.frame = frame
        let edges = figure.curves.flatMap { $0.shape.buckets.flatMap { [$0.from, $0.to] } }
        sizes = Scale(factorsOf: edges + (figure.reference?.marks.map(\.value) ?? []))
        let most = figure.curves.flatMap(\.shape.buckets).map(\.count).max() ?? 1
        counts = Scale(factorsOf: [0.7, Double(most)])
    }

    func draw() -> SVG {
        var svg = SVG(width: frame.width, height: frame.height)
        frame.values(counts, .count, in: &svg)
        for tick in sizes.ticks {
            let x = frame.x(sizes.position(tick))
            svg.line(.init(x: x, y: frame.top), .init(x: x, y: frame.bottom), "rule")
            svg.text(
                NumberFormat.figure(tick, figure.unit, exact: true),
                .init(x: x, y: frame.bottom + 14), anchor: .middle)
        }
        if let reference = figure.reference { draw(reference, in: &svg) }
        for (index, curve) in figure.curves.enumerated().reversed() {
            let style = curve.isFloor ? "floor" : "curve c\(index % 5)"
            svg.polyline(outline(curve), style)
            drawLargest(curve, style, in: &svg)
            draw(curve.marks, of: curve, row: index, style, in: &svg)
        }
        frame.legend(in: &svg)
        return svg
    }

    /// The steps from one bucket to the next; what holds none stands below a single sample.
    private func outline(_ curve: Figure.Curve) -> [SVG.Point] {
        var points: [SVG.Point] = []
        for bucket in curve.shape.buckets {
            let y = bucket.count > 0 ? height(bucket.count) : frame.bottom
            for edge in [bucket.from, bucket.to] {
                points.append(.init(x: frame.x(sizes.position(edge)), y: y))
            }
        }
        guard let first = points.first, let last = points.last else { return [] }
        return [.init(x: first.x, y: frame.bottom)] + points
            + [.init(x: last.x, y: frame.bottom)]
    }

    /// The last bucket says what it holds: what is far out is not to be overlooked.
    private func drawLargest(_ curve: Figure.Curve, _ style: String, in svg: inout SVG) {
        guard let last = curve.shape.buckets.last, let point = curve.shape.points.last else {
            return
        }
        let samples =
            last.count == 1 ? "1 sample" : "\(NumberFormat.count(last.count)) samples"
        svg.dot(
            .init(x: frame.x(sizes.position(point.value)), y: height(last.count)), radius: 2.5,
            style + " dot",
            hover: "\(curve.name): \(samples) up to "
                + NumberFormat.figure(point.value, figure.unit))
    }

    private func height(_ count: Int) -> Double {
        frame.y(counts.position(Double(count)))
    }

    /// Percentiles stand above the plot, a row a series, named above the first.
    private func draw(
        _ marks: [Figure.Mark], of curve: Figure.Curve, row: Int, _ style: String,
        in svg: inout SVG
    ) {
        let y = 20 + Double(row) * Self.markRow
        var free = 0.0
        if let first = marks.first, let last = marks.last {
            svg.line(
                .init(x: frame.x(sizes.position(first.value)), y: y),
                .init(x: frame.x(sizes.position(last.value)), y: y), style)
        }
        for mark in marks {
            let x = frame.x(sizes.position(mark.value))
            svg.dot(
                .init(x: x, y: y), radius: 3, style + " dot",
                hover: "\(curve.name): \(mark.name) "
                    + NumberFormat.figure(mark.value, figure.unit))
            guard row == 0 else { continue }
            let width = Double(mark.name.count) * 6.3
            let place = max(free, x - width / 2)
            svg.text(mark.name, .init(x: place, y: 11))
            free = place + width + 5
        }
    }

    private func draw(_ reference: Figure.Reference, in svg: inout SVG) {
        let y = 20 + Double(figure.curves.count) * Self.markRow
        for mark in reference.marks {
            let x = frame.x(sizes.position(mark.value))
            let hover = reference.words(mark, figure.unit)
            svg.line(.init(x: x, y: y), .init(x: x, y: frame.bottom), "reference", hover: hover)
            svg.dot(.init(x: x, y: y), radius: 3, "reference-dot", hover: hover)
        }
    }
}

extension Figure.Reference {
    /// Returns what a mark of it says.
    func words(_ mark: Figure.Mark, _ unit: MeasurementUnit) -> String {
        "\(name): \(mark.name) \(NumberFormat.figure(mark.value, unit))"
    }
}
