import GateKit

/// Where a drawing with a value axis on the left stands.
struct PlotFrame {
    let width: Double
    let height: Double
    let legend: Legend
    var left = 58.0
    var top = 12.0
    var right: Double { width - 12 }
    var bottom: Double { height - 24 - legend.height(of: right - left) }

    /// - Parameter height: Without the legend.
    init(width: Double, height: Double, legend: Legend) {
        self.width = width
        self.legend = legend
        self.height = height + legend.height(of: width - 12 - left)
    }

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
    func legend(in svg: inout SVG) {
        legend.draw(from: .init(x: left, y: bottom + 24), width: right - left, in: &svg)
    }
}

/// What the lines and colours of a drawing are, in as many rows as that takes.
struct Legend {
    /// What stands before a name.
    enum Sign: Equatable {
        case line
        case box
        case dot
    }

    private let entries: [(name: String, style: String, sign: Sign)]
    private static let letter = 6.3
    private static let row = 15.0

    init(_ entries: [(name: String, style: String, sign: Sign)]) { self.entries = entries }

    /// Names curves, and what they may be compared with.
    init(_ figure: Figure.Curves) {
        let curves = figure.curves.enumerated().map { index, curve in
            (curve.name, curve.isFloor ? "floor" : "curve c\(index % 5)", Sign.line)
        }
        self.init(curves + (figure.reference.map { [($0.name, "reference-dot", .dot)] } ?? []))
    }

    func height(of width: Double) -> Double {
        Double(1 + (places(width).last?.row ?? -1)) * Self.row
    }

    func draw(from corner: SVG.Point, width: Double, in svg: inout SVG) {
        for (entry, place) in zip(entries, places(width)) {
            let x = corner.x + place.x
            let y = corner.y + Double(place.row) * Self.row + 9
            switch entry.sign {
            case .line:
                svg.line(.init(x: x, y: y - 4), .init(x: x + 14, y: y - 4), entry.style)
            case .box:
                svg.rectangle(.init(x: x + 2, y: y - 9), width: 9, height: 9, entry.style)
            case .dot: svg.dot(.init(x: x + 7, y: y - 4), radius: 3, entry.style)
            }
            svg.text(entry.name, .init(x: x + 18, y: y))
        }
    }

    private func places(_ width: Double) -> [(x: Double, row: Int)] {
        var x = 0.0
        var row = 0
        return entries.map { entry in
            let length = 30 + Self.letter * Double(entry.name.count)
            if x > 0, x + length - 12 > width {
                x = 0
                row += 1
            }
            defer { x += length }
            return (x, row)
        }
    }
}
