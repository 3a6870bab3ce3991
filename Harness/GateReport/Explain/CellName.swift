public import GateKit

/// What a person calls a cell of the matrix or a check in it: `G6`, `g6.age`, `g6.age@macOS`
/// (report.md#explain).
public struct CellName: Hashable, Sendable {
    /// The gate.
    public var gate: GateID
    /// A check's id, or its beginning; nil for the whole gate.
    public var check: String?
    /// The system; nil for whichever has the newest run.
    public var platform: PlatformID?

    /// Why a text names no cell: one sentence with the names nearest to it.
    public struct Refusal: Error, Hashable, Sendable {
        /// The sentence.
        public var sentence: String
    }

    /// Reads a name.
    ///
    /// - Parameter known: The ids of all checks that there are, for the sentence of a refusal.
    public init(_ text: String, known: [String]) throws(Refusal) {
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        let name = parts.first.map { $0.lowercased() } ?? ""
        if parts.count > 1 {
            guard let platform = PlatformID(rawValue: parts[1].lowercased()) else {
                let names = PlatformID.allCases.map(\.title).joined(separator: ", ")
                throw Refusal(
                    sentence: "'\(parts[1])' is no system; behind the @ stands one of \(names)")
            }
            self.platform = platform
        }
        let first = name.prefix { $0 != "." }
        guard let gate = GateID(rawValue: first.uppercased()) else {
            throw Self.unknown(text, GateID.allCases.map(\.rawValue) + known)
        }
        self.gate = gate
        check = first.endIndex == name.endIndex ? nil : name
    }

    /// Returns the one check that the name means.
    ///
    /// - Parameter asked: The ids that the run asked.
    /// - Returns: Nil for a whole gate.
    public func check(among asked: [String]) throws(Refusal) -> String? {
        guard let check else { return nil }
        if asked.contains(check) { return check }
        let candidates = asked.filter { $0.hasPrefix(check) }
        switch candidates.count {
        case 1: return candidates.first
        case 0: throw Self.unknown(check, asked)
        default:
            let names = candidates.prefix(12).joined(separator: ", ")
            throw Refusal(
                sentence: "'\(check)' is the beginning of \(candidates.count) checks: \(names)"
                    + (candidates.count > 12 ? ", …" : ""))
        }
    }

    // MARK: - Nearest names

    private static func unknown(_ text: String, _ known: [String]) -> Refusal {
        let near = nearest(to: text.lowercased(), among: known)
        return Refusal(
            sentence: "'\(text)' is no gate and no check"
                + (near.isEmpty ? "" : "; nearest are \(near.joined(separator: ", "))")
                + "; weld-gates list --controls names all")
    }

    /// No name of a check is longer; a text that is needs no comparison letter by letter.
    private static let longest = 64

    /// Returns the three names that differ in the fewest letters, nearest first.
    static func nearest(to text: String, among names: [String]) -> [String] {
        let text = Array(text.prefix(longest))
        let ranked = Set(names).map { (distance(text, Array($0.lowercased())), $0) }
        return ranked.sorted { $0 < $1 }.prefix(3).map(\.1)
    }

    /// Returns how many letters have to be put in, taken out or replaced (Levenshtein).
    private static func distance(_ text: [Character], _ other: [Character]) -> Int {
        var row = Array(0...other.count)
        for (line, letter) in text.enumerated() {
            var diagonal = row[0]
            row[0] = line + 1
            for (column, candidate) in other.enumerated() {
                let replaced = diagonal + (letter == candidate ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(replaced, row[column] + 1, row[column + 1] + 1)
            }
        }
        return row[other.count]
    }
}
