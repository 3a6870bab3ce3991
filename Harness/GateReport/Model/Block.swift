public import GateKit

/// A part of a report, without any markup: renderers know blocks and nothing of gates
/// (report.md#one-model-many-renderings).
public enum Block: Hashable, Sendable {
    /// A title; level 1 is the report's own.
    case heading(level: Int, String)
    /// Sentences.
    case paragraph([Span])
    /// Items, numbered from 1 or marked alike.
    case list([[Span]], numbered: Bool)
    /// Rows of typed cells.
    case table(Table)
    /// Gates by platforms.
    case matrix(Matrix)
    /// Lines that are to be copied as they stand.
    case code(String)
    /// A drawing of figures.
    case figure(Figure)
    /// What a reader opens who wants to know more.
    case details(Details)
    /// A text of `results/notes`, which is Markdown already.
    case note(String)
}

/// Blocks behind a title; formats that cannot fold show them below it.
public struct Details: Hashable, Sendable {
    /// What is behind.
    public var title: String
    /// The blocks.
    public var blocks: [Block]

    /// The blocks behind a title, or nothing where there are none.
    static func block(_ title: String, _ blocks: [Block]) -> [Block] {
        blocks.isEmpty ? [] : [.details(Details(title: title, blocks: blocks))]
    }
}

/// A piece of a sentence.
public enum Span: Hashable, Sendable {
    case text(String)
    case strong(String)
    case emphasis(String)
    case code(String)
}

/// A value in a table; how a figure is spelled is decided in one place for all renderers.
public enum Cell: Hashable, Sendable {
    /// Words.
    case spans([Span])
    /// A verdict, and how it is named, such as `GO (unproven)`.
    case verdict(Verdict, String)
    /// A figure in its unit.
    case figure(Double, MeasurementUnit)
    /// What a figure is compared with; written without zeros at its end.
    case threshold(Comparison, Double, MeasurementUnit)
    /// How far a figure is from its threshold, as a factor.
    case margin(Double)
    /// A whole number.
    case count(Int)
    /// A moment, in milliseconds since 1970, UTC.
    case moment(Int64)
    /// Nothing.
    case empty

    /// Returns a cell of words alone.
    public static func text(_ text: String) -> Cell { .spans([.text(text)]) }

    /// Returns a cell with a name in it.
    public static func code(_ text: String) -> Cell { .spans([.code(text)]) }

    /// Returns the figure, or an empty cell without one.
    static func figure(_ value: Double?, _ unit: MeasurementUnit) -> Cell {
        value.map { .figure($0, unit) } ?? .empty
    }

    /// Returns the margin, or an empty cell without one.
    static func margin(_ factor: Double?) -> Cell { factor.map { .margin($0) } ?? .empty }
}

/// A table: every row has a cell for each column.
public struct Table: Hashable, Sendable {
    /// How a column's cells stand.
    public enum Alignment: Hashable, Sendable {
        case left
        case right
    }

    /// A column.
    public struct Column: Hashable, Sendable {
        /// What stands above it.
        public var title: String
        /// How its cells stand.
        public var alignment: Alignment

        /// Creates a column whose cells stand on the left.
        public static func left(_ title: String) -> Column {
            Column(title: title, alignment: .left)
        }

        /// Creates a column whose cells stand on the right, as figures do.
        public static func right(_ title: String) -> Column {
            Column(title: title, alignment: .right)
        }
    }

    /// The columns.
    public var columns: [Column]
    /// The rows.
    public var rows: [[Cell]]
    /// The column whose code is a row's address within the report, such as `g1.p50`; nil where rows
    /// have none.
    public var addressColumn: Int?

    /// Creates a table.
    public init(_ columns: [Column], rows: [[Cell]] = [], addressColumn: Int? = nil) {
        self.columns = columns
        self.rows = rows
        self.addressColumn = addressColumn
    }

    /// The table as a block, or nothing where it has no row.
    var block: [Block] { rows.isEmpty ? [] : [.table(self)] }
}

/// Gates by platforms.
public struct Matrix: Hashable, Sendable {
    /// What one gate came out as on one platform.
    public struct Entry: Hashable, Sendable {
        /// The verdict.
        public var verdict: Verdict
        /// How it is named, such as `GO (unproven)`.
        public var name: String
        /// What stands beside it, most important first.
        public var details: [[Span]] = []
        /// The number of the remark below the matrix that says why; nil where nothing is to say.
        public var remark: Int?
        /// Whether it comes from the run that the report is of.
        public var isOfRun = false
    }

    /// A gate.
    public struct Row: Hashable, Sendable {
        /// The gate's title.
        public var title: String
        /// The address of what is known of it, such as `g1`.
        public var address: String
        /// An entry for every column.
        public var entries: [Entry]
    }

    /// The platforms' titles.
    public var columns: [String]
    /// The gates, by number.
    public var rows: [Row]
}
