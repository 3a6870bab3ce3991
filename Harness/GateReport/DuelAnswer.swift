public import GateKit

/// What a duel came to, as text and as JSON.
public struct DuelAnswer: Codable, Sendable {
    /// The run that holds its attempts.
    public var run: Int64
    /// What A was called.
    public var a: String
    /// What B was called.
    public var b: String
    /// Each figure of both.
    public var results: [DuelResult]
    /// The first commit that is worse; nil where none was looked for.
    public var firstWorse: String?

    /// Creates an answer.
    public init(run: Int64, a: String, b: String, results: [DuelResult]) {
        (self.run, self.a, self.b, self.results) = (run, a, b, results)
    }

    /// Whether a median of B is shown to be worse: one of twenty other figures is, by chance.
    public var isWorse: Bool { results.contains { $0.isMedian && $0.isWorse } }

    /// What the command ends with.
    public var exitCode: RunExitCode {
        guard results.contains(where: { $0.isMedian && $0.difference.low != nil }) else {
            return .inconclusive
        }
        return isWorse ? .noGo : .go
    }

    /// The answer in lines, the medians first.
    public var text: String {
        let order = results.filter(\.isMedian) + results.filter { !$0.isMedian }
        let lines = order.map(Self.line)
        let verdict =
            switch exitCode {
            case .noGo: "\(b) is worse than \(a)"
            case .go: "\(b) is not shown to be worse than \(a)"
            default:
                results.contains(where: \.isMedian)
                    ? "too few pairs for an interval: at least \(PairedDifference.fewestPairs)"
                    : "nothing can be said: these gates have no median that is compared"
            }
        let found = firstWorse.map { ["the first commit that is worse: \($0)"] } ?? []
        return ([verdict + ", run \(run)"] + lines + found).map(PrintableText.line)
            .joined(separator: "\n")
    }

    private static func line(_ result: DuelResult) -> String {
        let difference = result.difference
        let interval =
            if let low = difference.low, let high = difference.high {
                " [\(PairedDifference.percent(low)), \(PairedDifference.percent(high))]"
            } else { "" }
        let word =
            !difference.isShown ? "no difference shown" : result.isWorse ? "worse" : "better"
        return "  \(result.check): \(NumberFormat.figure(result.medianA, result.unit)) → "
            + "\(NumberFormat.figure(result.medianB, result.unit)), \(PairedDifference.percent(difference.factor))\(interval), "
            + "\(difference.pairs) pairs, \(word)"
    }
}
