public import GateKit

/// What healthy and faulty runs on one machine came out as: whether its verdicts can be believed
/// (credibility.md#figures).
public struct Calibration: Hashable, Sendable {
    /// A fault planted several times, and what became of each.
    public struct Planted: Codable, Hashable, Sendable {
        /// The fault, such as `torn-present`.
        public var fault: String
        /// The gate that has to see it.
        public var gate: GateID
        /// How often the gate was NO-GO or BLIND.
        public var red = 0
        /// How often it was undecided.
        public var undecided = 0
        /// How often it found nothing wrong: it would have been GO.
        public var escaped = 0
        /// How often the judge itself failed.
        public var failed = 0

        /// Creates a count of nothing.
        public init(fault: String, gate: GateID) {
            self.fault = fault
            self.gate = gate
        }

        /// How often it was planted.
        public var tried: Int { red + undecided + escaped + failed }

        /// Counts one more run; controls are not tried in it, so that a GO is unproven.
        public mutating func add(_ result: GateResult?) {
            switch result?.verdict {
            case .noGo, .blind: red += 1
            case .go: escaped += 1
            case .inconclusive where result?.isUnproven == true: escaped += 1
            case .inconclusive: undecided += 1
            case .error, .skip, .pending, nil: failed += 1
            }
        }
    }

    /// At most this share of the cells of a fit machine is undecided.
    public static let mostUndecided = 0.05
    private static let confidence = 0.95

    /// The cells of the healthy runs, run by run; what could not be asked at all is none.
    public private(set) var runs: [[GateResult]] = []
    /// How long each healthy run took, in seconds.
    public private(set) var seconds: [Double] = []
    /// The planted faults.
    public var planted: [Planted] = []
    /// The slowdown that the first gate would have caught; nil where that was not looked for.
    public var sensitivity: SensitivityResult?
    /// Why there is no sensitivity, where it was looked for.
    public var noSensitivity: String?

    /// Creates the calibration of nothing yet.
    public init() {}

    /// Adds a healthy run.
    public mutating func add(_ results: [GateResult], seconds: Double) {
        runs.append(results.filter { $0.verdict != .skip && $0.verdict != .pending })
        self.seconds.append(seconds)
    }

    // MARK: - Figures

    /// All cells.
    public var cells: [GateResult] { runs.flatMap(\.self) }

    /// Returns how many cells came out so.
    public func count(_ verdict: Verdict) -> Int { cells.count { $0.verdict == verdict } }

    /// Returns how many cells were undecided for a cause, or for none for nil.
    public func undecided(_ cause: Cause?) -> Int {
        cells.count { $0.verdict == .inconclusive && $0.cause == cause }
    }

    /// The cells that are red although nothing was wrong.
    public var falseReds: [GateResult] {
        cells.filter { [.noGo, .blind, .error].contains($0.verdict) }
    }

    /// The share of the cells that was undecided, 0...1.
    public var undecidedShare: Double {
        cells.isEmpty ? 0 : Double(count(.inconclusive)) / Double(cells.count)
    }

    /// The mean of the healthy runs' lengths, in seconds.
    public var meanSeconds: Double {
        seconds.isEmpty ? 0 : seconds.reduce(0, +) / Double(seconds.count)
    }

    /// The highest rate of false reds a cell that the runs leave possible at 95 %; nil where one was
    /// seen.
    public var falseRedBound: Double? {
        guard falseReds.isEmpty else { return nil }
        return OrderStatistics.failureRateBound(
            cleanTrials: cells.count, confidence: Self.confidence)
    }

    /// What keeps the machine from being fit, in words; empty where it is.
    public var complaints: [String] {
        var complaints: [String] = []
        if cells.isEmpty { complaints.append("no healthy run came to its end") }
        if !falseReds.isEmpty { complaints.append("\(falseReds.count) false reds") }
        let escaped = planted.reduce(0) { $0 + $1.escaped }
        if escaped > 0 { complaints.append("\(escaped) planted faults escaped") }
        let failed = planted.reduce(0) { $0 + $1.failed }
        if failed > 0 { complaints.append("the judge failed at \(failed) planted faults") }
        if undecidedShare > Self.mostUndecided {
            complaints.append(
                "\(NumberFormat.percent(undecidedShare)) of the cells undecided, of at most "
                    + NumberFormat.percent(Self.mostUndecided))
        }
        return complaints
    }

    /// Whether verdicts on this machine can be believed, and are given.
    public var isFit: Bool { complaints.isEmpty }
}

extension NumberFormat {
    /// Returns a share as a percentage with three significant digits.
    static func percent(_ share: Double) -> String { significant(share * 100, exact: true) + " %" }
}
