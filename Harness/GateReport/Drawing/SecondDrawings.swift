import GateKit

/// Several things over the same seconds, each as a line: by factors, so that hundreds stand beside
/// hundreds of thousands.
struct RateDrawing {
    private let figure: Figure.Rates
    private let frame: PlotFrame
    private let values: Scale
    private let seconds: Double

    init(_ figure: Figure.Rates) {
        self.figure = figure
        let names = figure.lines.enumerated().map {
            ("\($0.element.name) a second", "curve c\($0.offset % 5)", Legend.Sign.line)
        }
        var frame = PlotFrame(width: 480, height: 190, legend: Legend(names))
        // Millions need room.
        frame.left = 72
        self.frame = frame
        values = Scale(
            factorsOf: figure.lines.flatMap(\.course).flatMap { [$0.lowest, $0.highest] })
        seconds = Double(max(1, figure.lines.map(\.seconds).max() ?? 1))
    }

    func draw() -> SVG {
        var svg = SVG(width: frame.width, height: frame.height)
        frame.values(values, .count, in: &svg)
        let times = Scale([0, seconds])
        for tick in times.ticks where tick <= seconds && tick == tick.rounded() {
            svg.text(
                NumberFormat.figure(tick, .seconds, exact: true),
                .init(x: frame.x(tick / seconds), y: frame.bottom + 14), anchor: .middle)
        }
        for (index, line) in figure.lines.enumerated() {
            draw(line, "curve c\(index % 5)", in: &svg)
        }
        frame.legend(in: &svg)
        return svg
    }

    private func draw(_ line: Figure.Rates.Line, _ style: String, in svg: inout SVG) {
        // Each stretch stands over its own seconds, the highest and the lowest of it.
        let length = Double(line.seconds) / seconds / Double(max(1, line.course.count))
        let points = line.course.enumerated().map { index, stretch in
            (
                x: frame.x((Double(index) + 0.5) * length),
                low: frame.y(values.position(stretch.lowest)),
                high: frame.y(values.position(stretch.highest)), stretch: stretch
            )
        }
        svg.polyline(
            points.flatMap { [.init(x: $0.x, y: $0.low), .init(x: $0.x, y: $0.high)] }, style)
        let lowest = points.indices.sorted { line.course[$0].lowest < line.course[$1].lowest }
        for index in Set(lowest.prefix(8)).union(
            points.count <= 24 ? points.indices.map { $0 } : []
        )
        .sorted() {
            let point = points[index]
            svg.dot(
                .init(x: point.x, y: point.low), radius: 2.5, style + " dot",
                hover: "\(line.name): \(NumberFormat.count(point.stretch.lowest)) in a second")
        }
    }
}

/// Several things, each as a line from the first to the last, with a mark for each that was wrong.
struct LaneDrawing {
    private let figure: Figure.Lanes

    init(_ figure: Figure.Lanes) { self.figure = figure }

    func draw() -> SVG {
        let row = 20.0
        let texts = figure.lanes.map {
            "\(NumberFormat.count($0.bad)) \(figure.word) of \(NumberFormat.count($0.count))"
        }
        let width = 480.0
        let left = Double(figure.lanes.map(\.name.count).max() ?? 0) * 6.3 + 12
        let right = width - Double(texts.map(\.count).max() ?? 0) * 6.3 - 12
        var svg = SVG(width: width, height: Double(figure.lanes.count) * row + 8)
        for (index, lane) in figure.lanes.enumerated() {
            let y = Double(index) * row + row / 2 + 4
            svg.text(lane.name, .init(x: left - 8, y: y + 4), anchor: .end)
            svg.line(
                .init(x: left, y: y), .init(x: right, y: y), "axis",
                hover: "\(lane.name): \(texts[index])")
            for place in lane.places {
                svg.rectangle(
                    .init(x: left + place * (right - left) - 1.5, y: y - 7), width: 3, height: 14,
                    "bad", hover: "\(lane.name): \(figure.word)")
            }
            svg.text(
                texts[index], .init(x: right + 8, y: y + 4), lane.bad > 0 ? "limit-name" : "label")
        }
        return svg
    }
}

/// What each of several checks came to, run after run: each by its own smallest and largest.
struct SparklineDrawing {
    private let figure: Figure.Sparklines

    init(_ figure: Figure.Sparklines) { self.figure = figure }

    func draw() -> SVG {
        let row = 24.0
        let width = 480.0
        let left = min(190, Double(figure.rows.map(\.name.count).max() ?? 0) * 6.3 + 12)
        let lasts = figure.rows.map { row in
            row.values.last.map { NumberFormat.figure($0, row.unit) } ?? ""
        }
        let right = width - Double(lasts.map(\.count).max() ?? 0) * 6.3 - 18
        var svg = SVG(width: width, height: Double(figure.rows.count) * row + 8)
        for (index, line) in figure.rows.enumerated() {
            let top = Double(index) * row + 6
            let bottom = top + row - 8
            svg.text(line.name, .init(x: left - 8, y: bottom - 3), anchor: .end)
            svg.text(lasts[index], .init(x: right + 10, y: bottom - 3))
            svg.line(.init(x: left, y: bottom + 2), .init(x: right, y: bottom + 2), "rule")
            draw(line, .init(x: left, y: top), .init(x: right, y: bottom), in: &svg)
        }
        return svg
    }

    private func draw(
        _ row: Figure.Sparklines.Row, _ from: SVG.Point, _ to: SVG.Point, in svg: inout SVG
    ) {
        let scale = Scale(row.values)
        let step = (to.x - from.x) / Double(max(1, row.values.count - 1))
        let points = row.values.enumerated().map { index, value in
            SVG.Point(
                x: from.x + Double(index) * step,
                y: to.y - scale.position(value) * (to.y - from.y))
        }
        svg.polyline(points, "curve c0")
        for change in row.changes where points.indices.contains(change.index) {
            let x = points[change.index].x - step / 2
            svg.line(
                .init(x: x, y: from.y - 3), .init(x: x, y: to.y + 2), "change",
                hover: "\(row.name): changed at run \(row.runs[change.index]), "
                    + "\(NumberFormat.figure(change.before, row.unit)) to "
                    + NumberFormat.figure(change.after, row.unit))
        }
        for (index, point) in points.enumerated() {
            svg.dot(
                point, radius: 2, "curve c0 dot",
                hover: "\(row.name), run \(row.runs[index]): "
                    + NumberFormat.figure(row.values[index], row.unit))
        }
    }
}
