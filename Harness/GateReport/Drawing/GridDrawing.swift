import GateKit

/// Rows and columns, with a mark where they met.
struct GridDrawing {
    private let figure: Figure.Grid
    private let cell = 16.0
    private let letter = 6.8

    init(_ figure: Figure.Grid) { self.figure = figure }

    private var left: Double {
        Double(figure.rows.map(\.name.count).max() ?? 0) * letter + 10
    }

    private var top: Double {
        // Names stand at 55 degrees: 0.82 of their length is height.
        Double(figure.columns.map(\.count).max() ?? 0) * letter * 0.82 + 12
    }

    func draw() -> SVG {
        let columns = Double(figure.columns.count)
        let lean = Double(figure.columns.last?.count ?? 0) * letter * 0.6
        var svg = SVG(
            width: left + columns * cell + lean + 8,
            height: top + Double(figure.rows.count) * cell + 6)
        for (index, name) in figure.columns.enumerated() {
            let x = left + (Double(index) + 0.5) * cell
            svg.text(name, .init(x: x, y: top - 6), anchor: .start, turned: -55)
            svg.line(.init(x: x, y: top), .init(x: x, y: svg.height - 6), "rule")
        }
        for (index, row) in figure.rows.enumerated() {
            let y = top + (Double(index) + 0.5) * cell
            svg.text(row.name, .init(x: left - 8, y: y + 4), anchor: .end)
            svg.line(.init(x: left, y: y), .init(x: left + columns * cell, y: y), "rule")
            for (column, mark) in row.marks.sorted(by: { $0.key < $1.key }) {
                draw(
                    mark, at: .init(x: left + (Double(column) + 0.5) * cell, y: y),
                    "\(row.name), \(figure.columns[column])", in: &svg)
            }
        }
        return svg
    }

    /// Shapes differ as well as colours.
    private func draw(
        _ mark: Figure.Grid.Mark, at point: SVG.Point, _ what: String, in svg: inout SVG
    ) {
        switch mark {
        case .caught: svg.dot(point, radius: 5, "good", hover: "\(what): caught")
        case .undecided: svg.dot(point, radius: 4.5, "open", hover: "\(what): undecided")
        case .missed:
            svg.rectangle(
                .init(x: point.x - 5, y: point.y - 5), width: 10, height: 10, "bad",
                hover: "\(what): not caught")
        }
    }
}

extension Figure {
    /// Returns the figure as SVG.
    ///
    /// - Parameter style: Rules to carry, for a file of its own; a page has them already.
    func svg(style: String? = nil) -> String {
        let svg =
            switch drawing {
            case .percentiles(let figure): PercentileDrawing(figure).draw()
            case .course(let figure): CourseDrawing(figure).draw()
            case .grid(let figure): GridDrawing(figure).draw()
            case .waterfall(let figure): WaterfallDrawing(figure).draw()
            case .bars(let figure): BarDrawing(figure).draw()
            case .histogram(let figure): HistogramDrawing(figure).draw()
            case .rates(let figure): RateDrawing(figure).draw()
            case .lanes(let figure): LaneDrawing(figure).draw()
            case .sparklines(let figure): SparklineDrawing(figure).draw()
            }
        return svg.document(title: title, address: address, style: style)
    }
}
