import GateKit

/// Where rows with a name on the left and a length to the right stand.
struct RowFrame {
    private let letter = 6.3
    private let row = 15.0
    let left: Double
    let width = 480.0
    let top = 22.0
    let count: Int
    private let legend: Legend

    init(names: [String], legend: Legend) {
        left = min(200, Double(names.map(\.count).max() ?? 0) * letter + 12)
        count = names.count
        self.legend = legend
    }

    var right: Double { width - 14 }
    var bottom: Double { top + Double(count) * row }
    var height: Double { bottom + 12 + legend.height(of: width - 12) }

    func x(_ share: Double) -> Double { left + share * (right - left) }
    func y(_ index: Int) -> Double { top + Double(index) * row }

    /// Names the rows, and draws the axis above them.
    func begin(_ names: [String], _ scale: Scale, _ unit: MeasurementUnit, in svg: inout SVG) {
        let ticks = scale.ticks
        let every = max(1, (ticks.count + 4) / 5)
        for (index, tick) in ticks.enumerated() where index.isMultiple(of: every) {
            let x = x(scale.position(tick))
            svg.line(.init(x: x, y: top - 4), .init(x: x, y: bottom), "rule")
            svg.text(
                NumberFormat.figure(tick, unit, exact: true), .init(x: x, y: top - 8),
                anchor: .middle)
        }
        for (index, name) in names.enumerated() {
            svg.text(
                Self.cut(name), .init(x: left - 6, y: y(index) + 11), anchor: .end)
        }
        svg.line(.init(x: left, y: top - 4), .init(x: left, y: bottom), "axis")
    }

    /// Names what the colours are.
    func legend(in svg: inout SVG) {
        legend.draw(from: .init(x: 12, y: bottom + 9), width: width - 12, in: &svg)
    }

    private static func cut(_ name: String) -> String {
        name.count > 32 ? name.prefix(31) + "…" : name
    }
}

/// Trials as bars that change their colour at each stage.
struct WaterfallDrawing {
    private let figure: Figure.Waterfall

    init(_ figure: Figure.Waterfall) { self.figure = figure }

    func draw() -> SVG {
        let names = figure.rows.map(\.name)
        let parts = figure.stages.enumerated().map {
            ($0.element, "bar c\($0.offset % 5)", Legend.Sign.box)
        }
        let frame = RowFrame(names: names, legend: Legend(parts))
        let scale = Scale([0] + figure.rows.flatMap(\.moments.values))
        var svg = SVG(width: frame.width, height: frame.height)
        frame.begin(names, scale, figure.unit, in: &svg)
        for (index, row) in figure.rows.enumerated() {
            var start = 0.0
            for (stage, moment) in row.moments.sorted(by: {
                ($0.value, $0.key) < ($1.value, $1.key)
            }) {
                let from = frame.x(scale.position(start))
                let to = frame.x(scale.position(moment))
                let name = figure.stages[stage]
                svg.rectangle(
                    .init(x: from, y: frame.y(index) + 2), width: max(1, to - from), height: 11,
                    "bar c\(stage % 5)",
                    hover: "\(row.name): \(name) after "
                        + NumberFormat.figure(moment, figure.unit))
                start = moment
            }
        }
        frame.legend(in: &svg)
        return svg
    }
}

/// Rows of lengths, one behind the other.
struct BarDrawing {
    private let figure: Figure.Bars

    init(_ figure: Figure.Bars) { self.figure = figure }

    func draw() -> SVG {
        let names = figure.rows.map(\.name)
        let parts = figure.parts.indices.map {
            (figure.parts[$0].name, style($0), Legend.Sign.box)
        }
        let frame = RowFrame(names: names, legend: Legend(parts))
        let scale = Scale([0] + figure.rows.map { $0.lengths.reduce(0, +) })
        var svg = SVG(width: frame.width, height: frame.height)
        frame.begin(names, scale, figure.unit, in: &svg)
        for (index, row) in figure.rows.enumerated() {
            var sum = 0.0
            for (part, length) in row.lengths.enumerated() where length > 0 {
                let from = frame.x(scale.position(sum))
                let to = frame.x(scale.position(sum + length))
                svg.rectangle(
                    .init(x: from, y: frame.y(index) + 2), width: max(1, to - from), height: 11,
                    style(part),
                    hover: "\(row.name), \(figure.parts[part].name): "
                        + NumberFormat.figure(length, figure.unit))
                sum += length
            }
        }
        frame.legend(in: &svg)
        return svg
    }

    /// The style of a part: what is to be thought of it, or a colour that differs from the next.
    private func style(_ part: Int) -> String {
        "bar " + (figure.parts[part].tone?.rawValue ?? "c\(part % 5)")
    }
}
