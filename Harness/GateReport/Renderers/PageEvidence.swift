import Foundation
import GateKit

/// What a page carries so that it can judge for itself: rules, samples, and what was stated
/// (report.md#the-page-checks-itself).
///
/// Samples stand sorted and once, however many checks ask for them. A series that would make the
/// page too large is thinned to what bounds and extremes need; what then cannot be computed again
/// is said to be so.
struct PageEvidence: Encodable {
    /// The digest over the run's attempts and results.
    let seal: String?
    /// Sorted samples, spelled by ``SampleText``.
    private(set) var samples: [SampleText] = []
    /// Every gate of every real attempt.
    private(set) var attempts: [Attempt] = []
    /// The gates.
    let gates: [Gate]

    struct Attempt: Encodable {
        let attempt: Int64
        let replicate: Int
        let gate: GateID
        let verdict: Verdict
        let violations: Int
        let missedMilestones: Int
        let checks: [Question]
    }

    struct Gate: Encodable {
        let gate: GateID
        let verdict: Verdict
        let controlsCaught: Int
        let controlsTried: Int
    }

    /// A check, what it was asked of and what was stated.
    struct Question: Encodable {
        let id: String
        let statistic: String
        let p: Double?
        let unit: MeasurementUnit
        let comparison: Comparison
        let threshold: Double
        let nominal: Double?
        let fewest: Int
        let tier: Tier
        let nature: Check.Nature
        let confidence: Double
        let largestPart: Double
        let own: Sample
        let floor: Sample?
        let value: Double?
        let bound: Double?
        let verdict: Verdict
    }

    /// The samples of one metric: numbers in ``PageEvidence/samples``.
    struct Sample: Encodable {
        let all: Int
        let quiet: Int?
        let aside: [Aside]
    }

    /// What was set aside of one batch: lengths in nanoseconds.
    struct Aside: Encodable {
        let length: Double
        let taken: Double
        let count: Int
        /// The samples, where each is asked whether the host excuses it; nil where the batch is
        /// asked as a whole, as a percentile does.
        let values: [Double]?
    }

    /// How many characters of samples a page carries before it thins them.
    private static let room = 900_000

    private var numbers: [String: Int] = [:]
    private var used = 0

    private enum CodingKeys: CodingKey {
        case seal
        case samples
        case attempts
        case gates
    }

    /// Returns the evidence of a run as JSON that ends no element of a page.
    static func json(_ report: RunReport) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        let text = String(decoding: try encoder.encode(PageEvidence(report)), as: UTF8.self)
        return PrintableText.json(text).replacing("<", with: "\\u003c")
    }

    private init(_ report: RunReport) {
        seal = report.seal
        gates = report.results.map {
            Gate(
                gate: $0.gate, verdict: $0.verdict, controlsCaught: $0.controlsCaught,
                controlsTried: $0.controlsTried)
        }
        for made in report.attempts where !made.trails.isEmpty {
            for judgement in made.judgements { add(judgement, made) }
        }
    }

    private mutating func add(_ judgement: AttemptJudgement, _ made: AttemptReport) {
        let trails = Dictionary(
            made.trails.map { ($0.check.id, $0) }, uniquingKeysWith: { first, _ in first })
        var questions: [Question] = []
        for result in judgement.checks {
            guard let trail = trails[result.check.id] else { continue }
            questions.append(question(result, trail))
        }
        attempts.append(
            Attempt(
                attempt: made.attempt.id, replicate: made.attempt.plan.ordinal,
                gate: judgement.gate, verdict: judgement.verdict,
                violations: judgement.violations.count,
                missedMilestones: judgement.milestones.count { !$0.fired }, checks: questions))
    }

    private mutating func question(_ result: CheckResult, _ trail: CheckTrail) -> Question {
        let check = trail.check
        let (statistic, p): (String, Double?) =
            switch check.statistic {
            case .percentile(let p): ("percentile", p)
            case .percentileRatio(let p, _): ("ratio", p)
            case .maximum: ("maximum", nil)
            case .minimum: ("minimum", nil)
            case .sum: ("sum", nil)
            case .count: ("count", nil)
            }
        return Question(
            id: check.id, statistic: statistic, p: p, unit: check.unit,
            comparison: check.comparison, threshold: check.threshold, nominal: check.nominal,
            fewest: check.fewestSamples, tier: check.tier, nature: check.nature,
            confidence: trail.confidence, largestPart: trail.largestPart,
            own: sample(trail.own, trail), floor: trail.floor.map { sample($0, trail) },
            value: result.value, bound: result.bound, verdict: result.verdict)
    }

    private mutating func sample(_ samples: CheckTrail.Samples, _ trail: CheckTrail) -> Sample {
        Sample(
            all: number(samples.all, trail), quiet: samples.quiet.map { number($0, trail) },
            aside: samples.aside.map {
                Aside(
                    length: $0.length, taken: $0.taken, count: $0.values.count,
                    values: trail.check.statistic.isOfPercentiles ? nil : $0.values)
            })
    }

    /// Returns where the samples stand, and adds them where they do not yet.
    private mutating func number(_ sorted: SortedSamples, _ trail: CheckTrail) -> Int {
        let text =
            SampleText(whole: sorted, room: Self.room - used)
            ?? SampleText(sorted, around: Self.ranks(of: trail.check, sorted.count, trail))
        let key = text.windows.map { "\($0.rank):\($0.deltas)" }.joined(separator: ";")
        if let known = numbers[key] { return known }
        used += text.length
        samples.append(text)
        numbers[key] = samples.count - 1
        return samples.count - 1
    }

    /// The ranks that decide a check, those of the wider bound among them.
    private static func ranks(of check: Check, _ count: Int, _ trail: CheckTrail) -> [Int] {
        let p: Double
        switch check.statistic {
        case .percentile(let share), .percentileRatio(let share, _): p = share
        case .maximum, .minimum, .sum, .count: return []
        }
        let confidences = [trail.confidence, (1 + trail.confidence) / 2]
        let bounds = confidences.flatMap { confidence in
            [
                OrderStatistics.lowerRank(count: count, p: p, confidence: confidence),
                OrderStatistics.upperRank(count: count, p: p, confidence: confidence),
            ].compactMap { $0 }
        }
        // A store may hold anything in p.
        let rank = (p * Double(count)).rounded(.up)
        return bounds + (rank >= 1 && rank <= Double(count) ? [Int(rank)] : [])
    }
}

extension Statistic {
    /// Whether it loses batches of samples whole.
    fileprivate var isOfPercentiles: Bool {
        switch self {
        case .percentile, .percentileRatio: true
        case .maximum, .minimum, .sum, .count: false
        }
    }
}

/// Sorted samples, spelled short: stretches of ranks, each as its first sample and what every
/// following one has more.
struct SampleText: Encodable {
    /// Samples of consecutive ranks.
    struct Window: Encodable {
        /// The rank of the first, from 1.
        let rank: Int
        /// Numbers with commas between; `*3` is three times 0.
        let deltas: String
    }

    /// How many samples there are, carried or not.
    let count: Int
    /// What is carried.
    let windows: [Window]

    var length: Int { windows.reduce(0) { $0 + $1.deltas.utf8.count } }

    /// Spells every sample, or returns nil where that takes more characters than there is room
    /// for: of millions only so many are spelled as find that out.
    init?(whole sorted: SortedSamples, room: Int) {
        count = sorted.count
        guard sorted.count > 0 else {
            windows = []
            return
        }
        guard let window = Self.window(sorted, 1...sorted.count, room: room) else { return nil }
        windows = [window]
    }

    /// Spells the smallest and the largest samples and those around some ranks.
    init(_ sorted: SortedSamples, around ranks: [Int]) {
        count = sorted.count
        let reach = 16
        var stretches = ([1, sorted.count] + ranks).filter { $0 >= 1 && $0 <= sorted.count }
            .map { max(1, $0 - reach)...min(sorted.count, $0 + reach) }
            .sorted { $0.lowerBound < $1.lowerBound }
        var joined: [ClosedRange<Int>] = []
        while !stretches.isEmpty {
            let next = stretches.removeFirst()
            if let last = joined.last, next.lowerBound <= last.upperBound + 1 {
                joined[joined.count - 1] =
                    last.lowerBound...max(last.upperBound, next.upperBound)
            } else {
                joined.append(next)
            }
        }
        windows = joined.compactMap { Self.window(sorted, $0, room: .max) }
    }

    /// Returns the samples of some ranks; nil where they take more characters than `room`.
    private static func window(
        _ sorted: SortedSamples, _ ranks: ClosedRange<Int>, room: Int
    ) -> Window? {
        var deltas = ""
        var last = 0.0
        var same = 0
        func add(_ word: String) {
            if !deltas.isEmpty { deltas += "," }
            deltas += word
        }
        func endRepeat() {
            if same > 0 { add(same == 1 ? "0" : "*\(same)") }
            same = 0
        }
        for rank in ranks {
            let value = sorted.sample(rank: rank)
            if !deltas.isEmpty, value == last {
                same += 1
                continue
            }
            endRepeat()
            add(spelled(value, after: last))
            guard deltas.utf8.count <= room else { return nil }
            last = value
        }
        endRepeat()
        return deltas.utf8.count <= room ? Window(rank: ranks.lowerBound, deltas: deltas) : nil
    }

    /// A whole number as what it has more than the last, any other as `=` and itself.
    private static func spelled(_ value: Double, after last: Double) -> String {
        let difference = value - last
        guard let whole = Int64(exactly: difference), abs(difference) < 1e15,
            last + difference == value
        else { return "=\(value)" }
        return String(whole)
    }
}
