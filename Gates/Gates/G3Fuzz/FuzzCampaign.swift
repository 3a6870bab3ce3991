internal import Foundation
internal import GateFuzz
internal import GateHost
internal import GateKit
internal import GateWire

/// One connection after the other, each valid until something is made wrong, each with the end
/// that the oracle demands.
struct FuzzCampaign {
    /// Whether the stub still serves.
    private(set) var isAlive = true

    /// The stub.
    let subject: FuzzSubject
    private let attempt: FuzzAttempt
    private var planner: ConnectionPlanner
    private var deck: [FuzzTarget] = []
    private var random: SeededGenerator
    private var failures = 0

    /// Failing scripts that are shrunk and kept; the rest is counted.
    private static let keptFailures = 3

    init(_ subject: FuzzSubject, seed: UInt64, attempt: FuzzAttempt) {
        self.subject = subject
        self.attempt = attempt
        planner = ConnectionPlanner(subject: subject.role, seed: seed)
        random = SeededGenerator(seed: SeededGenerator.derive(seed, 7))
    }

    /// Brings the stub to its steady state, which it may not live to see.
    mutating func warmUp() {
        let count = attempt.length.warmUpRounds * FuzzTarget.all(subject: subject.role).count
        for _ in 0..<count where isAlive { playNext() }
    }

    /// Goes on for so many measured seconds, or until the stub is lost.
    mutating func run(seconds: Double) {
        let end = MonotonicClock.now() + UInt64(seconds * 1e9)
        while isAlive, MonotonicClock.now() < end {
            playNext()
            attempt.tally.tick()
            attempt.tally.note(heap: subject.events.memory?.heap, of: subject.role)
            attempt.tally.progress("errors at the \(subject.role.rawValue)")
        }
    }

    private mutating func playNext() {
        if deck.isEmpty { deck = FuzzTarget.all(subject: subject.role).shuffled(using: &random) }
        play(planner.script(for: deck.removeLast()))
    }

    /// Plays a connection that is greeted and served, and nothing else.
    ///
    /// - Parameter look: Called right after the handshake.
    mutating func look(_ look: () -> Void) {
        let steps: [FuzzStep] = [.connect, .greet, .expect(.served)]
        play(FuzzScript(subject: subject.role, steps: steps), onceGreeted: look)
    }

    /// Says that the judge could not see what it wanted to of a stub that serves.
    mutating func isBlind(_ what: String) {
        let status = subject.status
        if status == .running {
            attempt.recorder.fault(.harness, "of the \(subject.role.rawValue), \(what)")
        } else {
            isAlive = false
            attempt.lost(subject, status)
        }
    }

    private mutating func play(_ script: FuzzScript, onceGreeted look: () -> Void = {}) {
        let outcome = ConnectionRun.play(script.steps[...], on: subject, onceGreeted: look)
        attempt.tally.add(outcome, subject.role)
        switch outcome.ending {
        case .closed: break
        case .hung: isAlive = false
        case .died(let status):
            isAlive = false
            attempt.lost(subject, status)
        }
        if !outcome.isRight { keep(script, outcome) }
    }

    // MARK: - Failures

    /// Says what went wrong, shrinks the script against a live stub, and keeps it.
    private mutating func keep(_ script: FuzzScript, _ outcome: ConnectionOutcome) {
        failures += 1
        guard failures <= Self.keptFailures else { return }
        let role = subject.role.rawValue
        attempt.recorder.fact(
            "failure \(failures) of the \(role)",
            "connection \(subject.connections), seed \(attempt.plan.seed): expected "
                + "\(outcome.expectation.word), observed \(outcome.observed) "
                + "(\(outcome.ending)), \(outcome.unaccounted) frames unaccounted, "
                + "\(outcome.wrongReplies) wrong replies, \(outcome.malformed) frames not as "
                + "specified, \(outcome.wrongTexts) wrong texts"
                + outcome.details.map { "; \($0)" }.joined())
        let least = attempt.shrinks ? shrunk(script) : script
        let path = "\(attempt.plan.scratchDirectory)/failure-\(role)-\(failures).fuzz"
        do {
            try ForeignFile.make(path, Array(least.text.utf8))
            attempt.recorder.record(
                .artefact(name: "failure-\(role)-\(failures).fuzz", path: path))
        } catch {
            attempt.recorder.fact("not kept", "\(path): \(error)")
        }
    }

    private func shrunk(_ script: FuzzScript) -> FuzzScript {
        attempt.recorder.progress("shrinking a failure")
        let laboratory = FuzzLaboratory(attempt.plan, script.subject)
        return laboratory.shrink(script, within: .seconds(20))
    }
}

/// Tries scripts on stubs of its own, a new one whenever the last was lost.
final class FuzzLaboratory {
    private let plan: AttemptPlan
    private let role: Role
    private let recorder: Recorder
    private var subject: FuzzSubject?

    /// Prepares trials; what the stubs of trials report is nobody's evidence.
    init(_ plan: AttemptPlan, _ role: Role) {
        var plan = plan
        plan.scratchDirectory += "/l"
        self.plan = plan
        self.role = role
        self.recorder = Recorder { _ in }
    }

    deinit { subject?.kill() }

    /// Reduces a failing script for at most so long; what it expects stays the same, so that one
    /// failure does not turn into another on the way.
    func shrink(_ script: FuzzScript, within limit: Duration) -> FuzzScript {
        let deadline = Deadline.after(limit)
        return Shrinker.shrink(
            script, isOver: { deadline.hasPassed },
            while: { $0.steps.last == script.steps.last && self.fails($0) })
    }

    /// Whether anything about a script comes out otherwise than it should.
    private func fails(_ script: FuzzScript) -> Bool {
        play(script).contains { !$0.isRight }
    }

    /// Plays a script of any number of connections; nothing comes after a stub that was lost.
    func play(
        _ script: FuzzScript, isOver: () -> Bool = { false }
    ) -> [ConnectionOutcome] {
        var outcomes: [ConnectionOutcome] = []
        var start = 0
        for (index, step) in script.steps.enumerated() {
            guard case .expect = step else { continue }
            guard !isOver(), let subject = living() else { return outcomes }
            let outcome = ConnectionRun.play(script.steps[start...index], on: subject)
            outcomes.append(outcome)
            start = index + 1
            if outcome.ending != .closed {
                subject.kill()
                self.subject = nil
            }
        }
        return outcomes
    }

    private func living() -> FuzzSubject? {
        if subject == nil {
            try? ScratchDirectory.make(plan.scratchDirectory)
            subject = try? FuzzSubject(role, plan: plan, recorder: recorder)
        }
        return subject
    }
}

/// Directories that only this user may enter.
enum ScratchDirectory {
    /// Makes one where it is not there yet.
    static func make(_ path: String) throws {
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
    }
}
