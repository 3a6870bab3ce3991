internal import GateFuzz
internal import GateHost
internal import GateKit
internal import GateWire

/// The error campaign against a runtime that reports nothing: a process for every connection, and what
/// passes on the wire and the process's end tell what it made of each (contract.md#outside).
struct OutsideFuzz {
    let plan: AttemptPlan
    let recorder: Recorder

    /// The errors that a peer without message 14 can be brought to: it never looks for descriptors.
    private static let errors = WireError.allCases.filter { $0 != .unexpectedHandles }
    private static let targets =
        errors.map { FuzzTarget.error($0) } + [.served, .ended, .reset]

    /// What it is judged by.
    static func rule(_ plan: AttemptPlan) -> Rule {
        let unseen: Set = ["g3.texts"]
        return Rule(
            checks: G3Gate.coreChecks().filter { !unseen.contains($0.id) },
            milestones: errors.map { error in
                Milestone(
                    "g3.provoked-runtime-\(error.rawValue)", gate: .g3,
                    "the runtime was brought to \(error.rawValue)",
                    metric: FuzzMetric.provoked(error, .runtime),
                    atLeast: FuzzLength.provocations(plan.profile))
            },
            contractLengths: Outside.lengths(.g3) + [
                ContractLength(
                    gate: .g3, "seconds of fuzz", metric: FuzzMetric.second,
                    samples: Int(FuzzLength.seconds(.full)))
            ])
    }

    /// Plays connections for the profile's time, and until each error was provoked often enough.
    func run() throws {
        let tally = FuzzTally(recorder: recorder)
        var planner = ConnectionPlanner(subject: .runtime, seed: plan.seed)
        var random = SeededGenerator(seed: SeededGenerator.derive(plan.seed, 7))
        tally.add(FuzzMetric.crashes, 0)
        tally.add(FuzzMetric.hangs, 0)
        tally.begin()
        var failures = 0
        var decks = 0
        while tally.seconds < FuzzLength.seconds(plan.profile)
            || decks < FuzzLength.provocations(plan.profile)
        {
            for target in Self.targets.shuffled(using: &random) {
                let script = planner.script(for: target)
                let outcome = try OutsideConnection.play(script.steps, plan, recorder)
                tally.add(outcome, .runtime)
                if case .died = outcome.ending { tally.add(FuzzMetric.crashes, 1) }
                tally.tick()
                tally.progress("errors at the runtime, from outside")
                guard !outcome.isRight else { continue }
                failures += 1
                if failures <= 3 {
                    recorder.fact(
                        "failure \(failures) of the runtime",
                        "expected \(outcome.expectation.word), observed \(outcome.observed) "
                            + "(\(outcome.ending)); \(outcome.details.joined(separator: "; "))")
                }
                // Each costs a wait of 5 s; a few say it.
                if outcome.ending == .hung, failures > 3 { return tally.end() }
            }
            decks += 1
        }
        tally.end()
        tally.flush()
    }
}
