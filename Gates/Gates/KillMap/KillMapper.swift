internal import GateHost
public import GateKit

/// Kills a pair of stubs at the system calls of their lives, one run each (gates.md#kill-map).
///
/// The calling process has to be a subreaper with no children of its own.
public struct KillMapper {
    /// Why there can be no map.
    public enum Refusal: Error, Hashable, Sendable, CustomStringConvertible {
        /// The machine does not let processes be followed.
        case noTracing(String)
        /// The pair did not live the lives in which it is to be killed.
        case noLife(String)
        /// The judge itself failed.
        case judge(String)

        /// One sentence, with what mends it.
        public var description: String {
            switch self {
            case .noTracing(let why):
                "system calls cannot be followed here: \(why); ptrace has to be allowed (in a "
                    + "container: --cap-add SYS_PTRACE, or a seccomp profile that allows it)"
            case .noLife(let what): "the pair does not live as it should without any kill: \(what)"
            case .judge(let why): why
            }
        }
    }

    private let plan: AttemptPlan
    private let log: Int32
    private var trials = 0

    /// How often a point is tried that came out late, or was missed.
    private static let tries = 3

    /// - Parameters:
    ///   - plan: Says which pair, in which private directory.
    ///   - log: Where the logs of the pair go; lent as long as kills are made.
    public init(_ plan: AttemptPlan, log: Int32 = 2) {
        self.plan = plan
        self.log = log
    }

    /// Counts the system calls of each part of the lives, by living each of them once.
    ///
    /// - Parameter subjects: Whose lives.
    public mutating func count(
        _ subjects: [SubjectRole] = SubjectRole.allCases
    ) throws(Refusal) -> [KillSelection.Stretch] {
        var stretches: [KillSelection.Stretch] = []
        for life in KillLife.allCases where subjects.contains(life.subject) {
            let (counts, lacking) = try Self.told { try countOnce(life) }
            if let lacking { throw .noLife("no \(lacking)") }
            stretches += life.phases.map {
                KillSelection.Stretch(life.subject, $0, calls: counts[$0] ?? 0)
            }
        }
        return stretches
    }

    private mutating func countOnce(
        _ life: KillLife
    ) throws -> (counts: [KillPhase: Int], lacking: String?) {
        trials += 1
        let recorder = Recorder(clock: MonotonicClock.now) { _ in }
        var scene = try KillScene(
            life, KillCounter(life), named: "n\(trials)", plan: plan, log: log, recorder: recorder)
        let lacking = try scene.playOut()
        return (scene.stub.counter.counts, lacking)
    }

    /// Makes one kill; what comes out late is tried again, and so is what was missed.
    public mutating func kill(at point: KillPoint) throws(Refusal) -> KillPointResult {
        var results: [(result: KillPointResult, isHang: Bool)] = []
        repeat {
            let seen = try see(point)
            let judgement = seen.aftermath.judgement
            guard let kill = seen.kill else {
                let isLate = judgement.isHang
                results.append(
                    (
                        KillPointResult(
                            point, outcome: isLate ? .late : .missed,
                            deviations: judgement.deviations), isLate
                    ))
                continue
            }
            results.append(
                (
                    KillPointResult(
                        point, systemCall: kill.call.name, thread: kill.threadName,
                        outcome: judgement.outcome, nanoseconds: judgement.nanoseconds,
                        left: judgement.left, deviations: judgement.deviations), judgement.isHang
                ))
        } while results.count < Self.tries && results.last.map(\.result.isTriedAgain) ?? false
        var last = results[results.count - 1].result
        // What never comes, however often, is no host's doing.
        if results.count == Self.tries, results.allSatisfy(\.isHang) { last.outcome = .deviated }
        return last
    }

    /// Makes one kill and returns what was seen.
    mutating func see(_ point: KillPoint) throws(Refusal) -> KillTrial.Seen {
        trials += 1
        let trial = KillTrial(point, named: "n\(trials)", plan: plan, log: log)
        return try Self.told { try trial.run() }
    }

    /// Does something of the judge's own and says why it could not be done.
    static func told<Value>(_ body: () throws -> Value) throws(Refusal) -> Value {
        do {
            return try body()
        } catch let error as SystemError where error.kind == .permission {
            throw .noTracing("\(error)")
        } catch let failure as SubjectFailure {
            throw .noLife(failure.violation.text)
        } catch {
            throw .judge("\(error)")
        }
    }
}

extension KillPointResult {
    /// Whether another try may come to something else.
    fileprivate var isTriedAgain: Bool { [.late, .missed].contains(outcome) }
}
