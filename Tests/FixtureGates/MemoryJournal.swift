import Foundation
import GateKit
import GateRunner
import Synchronization

/// A store that forgets when its process ends.
final class MemoryJournal: RunJournal {
    struct Attempt: Codable, Sendable {
        var plan: AttemptPlan
        var rule: Rule
        var messages: [StoredEvidence] = []
        var ending: AttemptEnding?
    }

    private let attempts = Mutex<[Attempt]>([])
    /// After so many batches the store refuses; nil never.
    private let refusesAfter: Int?
    private let batches = Mutex(0)

    init(refusesAfter: Int? = nil) { self.refusesAfter = refusesAfter }

    var all: [Attempt] { attempts.withLock(\.self) }

    func beginRun(_ run: RunRecord) throws(JournalError) -> Int64 { 1 }

    func beginAttempt(
        run: Int64, plan: AttemptPlan, rule: Rule, startedAt: Int64
    ) throws(JournalError) -> Int64 {
        attempts.withLock {
            $0.append(Attempt(plan: plan, rule: rule))
            return Int64($0.count)
        }
    }

    func append(_ evidence: [StoredEvidence], attempt: Int64) throws(JournalError) {
        let count = batches.withLock {
            $0 += 1
            return $0
        }
        if let refusesAfter, count > refusesAfter { throw JournalError("the disk is full") }
        attempts.withLock { $0[Int(attempt) - 1].messages += evidence }
    }

    func finishAttempt(
        _ attempt: Int64, ending: AttemptEnding, finishedAt: Int64
    ) throws(JournalError) {
        attempts.withLock { $0[Int(attempt) - 1].ending = ending }
    }

    private func evidence(attempt: Int64) -> AttemptEvidence {
        let attempt = all[Int(attempt) - 1]
        var samples: [String: [Double]] = [:]
        var batches: [String: [TimedBatch]] = [:]
        var evidence = AttemptEvidence(
            series: [:], ending: attempt.ending ?? .interrupted, reachedItsEnd: false)
        for message in attempt.messages {
            switch message {
            case .samples(let batch):
                guard !batch.warmup else { continue }
                samples[batch.metric, default: []] += batch.values
                batches[batch.metric, default: []].append(
                    TimedBatch(span: batch.span, values: batch.values))
            case .violation(let violation): evidence.violations.append(violation)
            case .fault(let fault): evidence.faults.append(fault)
            case .end: evidence.reachedItsEnd = true
            case .host(let window): evidence.windows.append(window)
            case .pulses(let pulses): evidence.pulses += pulses
            case .event, .fact, .artefact: break
            }
        }
        evidence.series = samples.mapValues { SortedSamples($0) }
        evidence.batches = batches
        return evidence
    }

    func judge(attempt: Int64) throws(JournalError) -> JudgedAttempt {
        let stored = all[Int(attempt) - 1]
        let zeros = stored.rule.zeroStatistics(evidence(attempt: attempt))
        try append(zeros.map { .fault($0) }, attempt: attempt)
        let evidence = evidence(attempt: attempt)
        return JudgedAttempt(
            judgements: stored.plan.gates.map { stored.rule.judge(evidence, gate: $0) },
            faults: evidence.faults)
    }

    func sampleCounts(run: Int64) throws(JournalError) -> [String: Int] {
        var counts: [String: Int] = [:]
        for attempt in all where !attempt.plan.isControl {
            for case .samples(let batch) in attempt.messages where !batch.warmup {
                counts[batch.metric, default: 0] += batch.values.count
            }
        }
        return counts
    }

    func store(_ sensitivity: SensitivityResult, run: Int64) throws(JournalError) {}

    func finishRun(
        _ run: Int64, state: RunRecord.State, finishedAt: Int64, results: [GateResult],
        controls: [ControlResult], faults: [HarnessFault]
    ) throws(JournalError) {}
}
