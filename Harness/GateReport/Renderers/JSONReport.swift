import Foundation
import GateKit

/// A run as one JSON document (`results/schema/report.schema.json`): every figure as a number, every
/// verdict and reason as text and, where there is one, as data.
///
/// Names are stable: what is added later does not change what is here.
struct JSONReport: Encodable {
    /// The version of the schema.
    static let version = 1

    let schema = "weld-gates/report"
    let version = Self.version
    let run: Run
    let headlines: [Platform]
    let matrix: [MatrixCell]
    let gates: [Gate]
    let controls: [ControlResult]
    let coverage: Coverage?
    let attempts: [Attempt]
    let digest: String?

    struct Run: Encodable {
        let id: Int64
        let state: RunRecord.State
        let startedAt: Int64
        let finishedAt: Int64?
        let profile: Profile
        let seed: String
        let platform: PlatformID
        let hostClass: String
        let gates: [GateID]
        let provenance: [Fact]
    }

    struct Platform: Encodable {
        let platform: PlatformID
        let hostClass: String?
        let verdict: String
        let contractVerdict: String
    }

    struct Gate: Encodable {
        let id: GateID
        let title: String
        let question: String
        let result: GateResult?
        let checks: [Check]
        let violations: [Violation]
    }

    /// A check by its worst replicate.
    struct Check: Encodable {
        let id: String
        let question: String
        let metric: String
        let statistic: String
        let tier: Tier
        let nature: GateKit.Check.Nature
        let unit: MeasurementUnit
        let comparison: Comparison
        let threshold: Double
        let value: Double?
        let bound: Double?
        let samples: Int
        let setAside: Int
        let verdict: Verdict
        let reason: String
        let replicate: Int
        let replicates: Int
    }

    struct Coverage: Encodable {
        let checks: [String]
        let inThisRun: [String]
        let inThisCommit: [String]
        let runs: Int
    }

    struct Attempt: Encodable {
        let id: Int64
        let procedure: String
        let replicate: Int
        let seed: String
        let startedAt: Int64
        let finishedAt: Int64?
        let ending: AttemptEnding?
        let verdicts: [String: Verdict]
        let series: [Series]
    }

    struct Series: Encodable {
        let metric: String
        let unit: MeasurementUnit
        let summary: Summary
    }

    /// Returns the document, ending in a line feed.
    static func render(_ report: RunReport) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        // JSON has no word for these; a series may hold them.
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        let text = String(decoding: try encoder.encode(JSONReport(report)), as: UTF8.self)
        return PrintableText.json(text) + "\n"
    }

    private init(_ report: RunReport) {
        let record = report.run
        run = Run(
            id: record.id, state: record.state, startedAt: record.startedAt,
            finishedAt: record.finishedAt, profile: record.profile, seed: String(record.seed),
            platform: record.platform, hostClass: record.hostClass, gates: record.gates,
            provenance: record.provenance)
        let ids = report.declarations.map(\.id)
        headlines = MatrixColumn.all(report.matrix).map { column in
            Platform(
                platform: column.platform, hostClass: column.hostClass,
                verdict: Headline.of(column.results, gates: ids).rawValue,
                contractVerdict: Headline.of(column.results, gates: ids) { $0.contractVerdict }
                    .rawValue)
        }
        matrix = report.matrix
        gates = report.declarations.map { declaration in
            Gate(
                id: declaration.id, title: declaration.id.title, question: declaration.question,
                result: report.results.first { $0.gate == declaration.id },
                checks: WorstCheck.all(declaration.id, in: report.attempts).map(Check.init),
                violations: report.attempts.flatMap(\.judgements)
                    .filter { $0.gate == declaration.id }.flatMap(\.violations))
        }
        controls = report.controls
        coverage = report.coverage.map {
            Coverage(
                checks: $0.checks, inThisRun: $0.inThisRun.sorted(),
                inThisCommit: $0.inThisCommit.sorted(), runs: $0.runs)
        }
        attempts = report.attempts.map(Attempt.init)
        digest = report.seal
    }
}

extension JSONReport.Check {
    fileprivate init(_ worst: WorstCheck) {
        let result = worst.result
        let check = result.check
        self.init(
            id: check.id, question: check.question, metric: check.metric,
            statistic: check.statistic.name, tier: check.tier, nature: check.nature,
            unit: check.unit, comparison: check.comparison, threshold: check.threshold,
            value: result.value, bound: result.bound, samples: result.sampleCount,
            setAside: result.excludedCount, verdict: result.verdict,
            reason: result.reason.sentence, replicate: worst.ordinal,
            replicates: worst.replicates)
    }
}

extension JSONReport.Attempt {
    fileprivate init(_ made: AttemptReport) {
        let attempt = made.attempt
        self.init(
            id: attempt.id, procedure: attempt.plan.procedure, replicate: attempt.plan.replicate,
            seed: String(attempt.plan.seed), startedAt: attempt.startedAt,
            finishedAt: attempt.finishedAt, ending: attempt.ending,
            verdicts: Dictionary(
                made.judgements.map { ($0.gate.rawValue, $0.verdict) },
                uniquingKeysWith: Verdict.worse),
            series: made.series.map { .init(metric: $0.metric, unit: $0.unit, summary: $0.summary) }
        )
    }
}

extension Verdict {
    fileprivate static func worse(_ one: Verdict, _ other: Verdict) -> Verdict {
        worst([one, other])
    }
}
