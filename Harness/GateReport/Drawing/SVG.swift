import GateKit

/// A drawing as SVG, element by element; every text is escaped, every number has one decimal, so
/// that the same figure is the same bytes everywhere.
///
/// Colours are classes of `Page/figure.css`: a page has its own rules for light, dark and print.
struct SVG {
    /// A point in user units, from the left and from the top.
    struct Point {
        var x: Double
        var y: Double
    }

    /// Where a text is anchored.
    enum Anchor: String {
        case start
        case middle
        case end
    }

    /// In user units.
    let width: Double
    let height: Double
    private var elements = ""

    init(width: Double, height: Double) {
        self.width = width
        self.height = height
    }

    mutating func line(_ from: Point, _ to: Point, _ style: String, hover: String? = nil) {
        elements +=
            "<line x1=\"\(Self.number(from.x))\" y1=\"\(Self.number(from.y))\" "
            + "x2=\"\(Self.number(to.x))\" y2=\"\(Self.number(to.y))\" class=\"\(style)\""
            + Self.end("line", hover)
    }

    mutating func polyline(_ points: [Point], _ style: String) {
        let path = points.map { "\(Self.number($0.x)),\(Self.number($0.y))" }
        elements += "<polyline points=\"\(path.joined(separator: " "))\" class=\"\(style)\"/>\n"
    }

    /// Many vertical lines as one path.
    mutating func strokes(_ strokes: [(x: Double, from: Double, to: Double)], _ style: String) {
        let path = strokes.map {
            "M\(Self.number($0.x)) \(Self.number($0.from))V\(Self.number($0.to))"
        }
        elements += "<path d=\"\(path.joined())\" class=\"\(style)\"/>\n"
    }

    mutating func dot(_ at: Point, radius: Double, _ style: String, hover: String? = nil) {
        elements +=
            "<circle cx=\"\(Self.number(at.x))\" cy=\"\(Self.number(at.y))\" "
            + "r=\"\(Self.number(radius))\" class=\"\(style)\"" + Self.end("circle", hover)
    }

    mutating func rectangle(
        _ at: Point, width: Double, height: Double, _ style: String, hover: String? = nil
    ) {
        elements +=
            "<rect x=\"\(Self.number(at.x))\" y=\"\(Self.number(at.y))\" "
            + "width=\"\(Self.number(width))\" height=\"\(Self.number(height))\" class=\"\(style)\""
            + Self.end("rect", hover)
    }

    /// - Parameter turned: Degrees about the point, clockwise.
    mutating func text(
        _ text: String, _ at: Point, _ style: String = "label", anchor: Anchor = .start,
        turned: Double = 0
    ) {
        let turn =
            turned == 0
            ? ""
            : " transform=\"rotate(\(Self.number(turned)) \(Self.number(at.x)) \(Self.number(at.y)))\""
        elements +=
            "<text x=\"\(Self.number(at.x))\" y=\"\(Self.number(at.y))\" class=\"\(style)\" "
            + "text-anchor=\"\(anchor.rawValue)\"\(turn)>\(Self.escaped(text))</text>\n"
    }

    /// Returns the drawing, named for who does not see it.
    ///
    /// - Parameter style: Rules to carry, for a file of its own.
    func document(title: String, address: String, style: String? = nil) -> String {
        let id = Self.escaped(address)
        let size = "\(Self.number(width)) \(Self.number(height))"
        let rules = style.map { "<style>\($0)</style>\n" } ?? ""
        let name = style == nil ? "" : " xmlns=\"http://www.w3.org/2000/svg\""
        return "<svg\(name) viewBox=\"0 0 \(size)\" role=\"img\" class=\"drawing\" "
            + "aria-labelledby=\"\(id)-title\" style=\"max-width:\(Self.number(width * 1.4))px;--natural:\(Self.number(width))px\">\n"
            + "<title id=\"\(id)-title\">\(Self.escaped(title))</title>\n\(rules)\(elements)</svg>"
    }

    private static func end(_ name: String, _ hover: String?) -> String {
        hover.map { "><title>\(escaped($0))</title></\(name)>\n" } ?? "/>\n"
    }

    /// Returns a coordinate with at most one decimal.
    static func number(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e9 else { return "0" }
        let tenths = Int((value * 10).rounded())
        let sign = tenths < 0 ? "-" : ""
        let (whole, rest) = abs(tenths).quotientAndRemainder(dividingBy: 10)
        return rest == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(rest)"
    }

    /// Returns a text that ends no element and no attribute.
    static func escaped(_ text: String) -> String { HTML.escaped(text) }
}
