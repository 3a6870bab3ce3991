public import GateKit

/// Why a gate, or one check of it, came out as it did in a run (report.md#explain); a pure function
/// of what was stored.
public struct Explanation: Codable, Sendable {
    /// What is asked about, such as `g6.age@Linux`.
    public var cell: String
    /// The run.
    public var run: Int64
    /// How long it looked.
    public var profile: Profile
    /// The kind of host.
    public var hostClass: String
    /// What came out.
    public var verdict: Verdict
    /// The verdict in one sentence.
    public var sentence: String
    /// The checks that decided, in each attempt that they decided in.
    public var checks: [CheckAnswer]
    /// What must not have been and was.
    public var violations: [Finding]
    /// What failed on the judge's side.
    public var faults: [Finding]
    /// What the host took of each attempt.
    public var hostTime: [HostShare]
    /// The controls that prove that the question can be answered with NO-GO.
    public var controls: [ControlAnswer]
    /// Commands that do it again or show more.
    public var again: [String]
    /// What was kept.
    public var artefacts: [Kept]

    /// A sentence about an attempt.
    public struct Finding: Codable, Hashable, Sendable {
        /// The attempt.
        public var attempt: Int64
        /// The kind, such as `crash`.
        public var kind: String
        /// What was found.
        public var text: String
    }

    /// What the host took of an attempt, in nanoseconds.
    public struct HostShare: Codable, Hashable, Sendable {
        /// The attempt.
        public var attempt: Int64
        /// What it took, and of how much.
        public var loss: HostLoss
    }

    /// A control and what came of it.
    public struct ControlAnswer: Codable, Hashable, Sendable {
        /// What was switched on.
        public var sabotage: String
        /// In which program.
        public var subject: SubjectRole
        /// The check that has to turn red.
        public var check: String
        /// GO where it was caught; nil where the run did not try it.
        public var verdict: Verdict?
        /// What was seen.
        public var observed: String?
        /// The attempt that tried it.
        public var attempt: Int64?
    }

    /// A file that was kept.
    public struct Kept: Codable, Hashable, Sendable {
        /// The attempt.
        public var attempt: Int64
        /// What it is.
        public var name: String
        /// Where it was put.
        public var path: String
    }

    /// Explains a cell.
    ///
    /// - Parameters:
    ///   - evidence: What the store holds of the gate.
    ///   - check: The check that is asked about; nil for the whole gate.
    ///   - headline: The check whose figure stands in the matrix.
    ///   - known: The gate's controls, tried or not.
    ///   - store: The words that name the store in a command, such as `--db` and its path; none for
    ///     the default.
    ///   - samples: Returns the samples of a metric of an attempt.
    public init<Failure: Error>(
        _ evidence: CellEvidence, check: String?, headline: String?, known: [Control],
        store: [String] = [],
        samples: (String, Int64) throws(Failure) -> PlacedSamples
    ) throws(Failure) {
        let run = evidence.run
        cell = "\(check ?? evidence.gate.rawValue)@\(run.platform.title)"
        self.run = run.id
        profile = run.profile
        hostClass = run.hostClass
        let choice = Choice(evidence, check: check, headline: headline)
        (verdict, sentence) = (choice.verdict, choice.sentence)
        checks = []
        for (attempt, result) in choice.results {
            let placed = try samples(result.check.metric, attempt.record.id)
            checks.append(CheckAnswer(result, placed, of: attempt))
        }
        let attempts = evidence.attempts
        violations = attempts.flatMap { attempt in
            (check == nil ? attempt.judgement?.violations ?? [] : []).map {
                Finding(attempt: attempt.record.id, kind: $0.kind.rawValue, text: $0.text)
            }
        }
        faults = attempts.flatMap { attempt in
            attempt.faults.map {
                Finding(attempt: attempt.record.id, kind: $0.kind.rawValue, text: $0.text)
            }
        }
        hostTime = attempts.compactMap { attempt in
            attempt.judgement?.hostLoss.map { HostShare(attempt: attempt.record.id, loss: $0) }
        }.filter { $0.loss.taken.isFinite && $0.loss.watched.isFinite }
        let decided = Set(choice.results.map(\.1.check.id))
        controls = Self.controls(evidence, known).filter { control in
            // A whole gate is proven by all that were tried, a check by its own.
            check.map { $0 == control.check }
                ?? (control.verdict != nil || decided.contains(control.check))
        }
        artefacts = attempts.flatMap { attempt in
            attempt.artefacts.map {
                Kept(attempt: attempt.record.id, name: $0.name, path: $0.path)
            }
        }
        again =
            Reproduction(
                evidence, attempts: choice.results.map(\.0.record.id),
                artefacts: artefacts.map(\.path), store: store
            ).commands
    }

    /// Returns the gate's controls: first those that were tried.
    private static func controls(
        _ evidence: CellEvidence, _ known: [Control]
    ) -> [ControlAnswer] {
        let tried = evidence.controls.map { result in
            ControlAnswer(
                sabotage: result.control.sabotage, subject: result.control.subject,
                check: result.control.expectedCheck, verdict: result.verdict,
                observed: result.observed.sentence,
                attempt: evidence.controlAttempts[result.control.sabotage])
        }
        let others = known.filter { control in
            !evidence.controls.contains {
                $0.control.sabotage == control.sabotage && $0.control.subject == control.subject
                    && $0.control.expectedCheck == control.expectedCheck
            }
        }.map {
            ControlAnswer(
                sabotage: $0.sabotage, subject: $0.subject, check: $0.expectedCheck)
        }
        return tried + others
    }
}
