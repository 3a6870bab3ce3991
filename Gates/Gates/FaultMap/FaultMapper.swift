internal import GateHost
public import GateKit

/// Makes the system calls of a pair's lives fail, one a life, and those by which the judge handles
/// processes, one a run (gates.md#fault-map).
///
/// The calling process has to be a subreaper with no children of its own.
public struct FaultMapper {
    private let plan: AttemptPlan
    private let judge: String
    private let log: Int32
    private var trials = 0
    /// How many calls a run of each part of the judge's has.
    private var runs: [FaultSubject: [FaultCounter.Site: Int]] = [:]
    /// How many calls each life has at each site: the fewest of what was counted, so that its last
    /// one comes in most lives.
    private var counts: [KillLife: [FaultCounter.Site: Int]] = [:]

    /// How often a life is lived to count its calls.
    private static let countings = 2
    /// How often a point is tried that hangs, or was missed.
    private static let tries = 2

    /// - Parameters:
    ///   - plan: Says which pair, in which private directory.
    ///   - judge: The program of the judge.
    ///   - log: Where the logs of the pair go; lent as long as lives are lived.
    public init(_ plan: AttemptPlan, judge: String, log: Int32 = 2) {
        self.plan = plan
        self.judge = judge
        self.log = log
    }

    /// Counts the calls of all lives and runs, by making each of them twice.
    ///
    /// - Parameter subjects: Whose.
    /// - Returns: The calls that can fail, and the names of those of which it is not known.
    public mutating func count(
        _ subjects: [FaultSubject] = FaultSubject.allCases
    ) throws(KillMapper.Refusal) -> (calls: [FaultSelection.Calls], unknown: [String]) {
        var calls: [FaultSelection.Calls] = []
        var unknown: Set<String> = []
        for subject in subjects where subject.role == nil {
            let sites = try sites(of: subject)
            calls += sites.sorted { $0.key.call < $1.key.call }.compactMap { site, count in
                guard FaultTable.ofProcesses.contains(site.call),
                    let errors = FaultTable.errors[site.call]
                else { return nil }
                return FaultSelection.Calls(
                    subject, nil, site.call, count: count, errors: errors)
            }
        }
        for life in KillLife.allCases where subjects.contains(FaultSubject(life.subject)) {
            let sites = try sites(of: life)
            for phase in life.phases {
                for (site, count) in sites.sorted(by: { $0.key.call < $1.key.call })
                where site.phase == phase && !FaultTable.unfailing.contains(site.call) {
                    guard let errors = FaultTable.errors[site.call] else {
                        unknown.insert(site.call)
                        continue
                    }
                    calls.append(
                        FaultSelection.Calls(
                            FaultSubject(life.subject), phase, site.call, count: count,
                            errors: errors))
                }
            }
        }
        return (calls, unknown.sorted())
    }

    private mutating func sites(
        of part: FaultSubject
    ) throws(KillMapper.Refusal) -> [FaultCounter.Site: Int] {
        if let known = runs[part] { return known }
        let seen = try run(part, nil)
        let judgement = seen.aftermath.judgement
        guard case .wentOn = judgement.outcome else {
            throw .noLife((judgement.ends + judgement.deviations).joined(separator: "; "))
        }
        runs[part] = seen.counter.counts
        return seen.counter.counts
    }

    private mutating func run(
        _ part: FaultSubject, _ target: FaultCounter.Target?
    ) throws(KillMapper.Refusal) -> JudgeTrial.Seen {
        trials += 1
        let trial = JudgeTrial(part, judge: judge, named: "f\(trials)", plan: plan, log: log)
        return try KillMapper.told { try trial.run(target) }
    }

    private mutating func sites(
        of life: KillLife
    ) throws(KillMapper.Refusal) -> [FaultCounter.Site: Int] {
        if let known = counts[life] { return known }
        var fewest: [FaultCounter.Site: Int]?
        for _ in 0..<Self.countings {
            let (counter, lacking) = try KillMapper.told { try countOnce(life) }
            if let lacking { throw .noLife("no \(lacking)") }
            fewest = fewest?.merging(counter.counts, uniquingKeysWith: min) ?? counter.counts
        }
        counts[life] = fewest
        return fewest ?? [:]
    }

    private mutating func countOnce(
        _ life: KillLife
    ) throws -> (counter: FaultCounter, lacking: String?) {
        trials += 1
        var scene = try KillScene(
            life, FaultCounter(life), named: "f\(trials)", plan: plan, log: log,
            recorder: Recorder(clock: MonotonicClock.now) { _ in })
        let lacking = try scene.playOut()
        return (scene.stub.counter, lacking)
    }

    /// Lets one call fail in one life; a life that hangs is lived again, and so is one that has no
    /// such call.
    public mutating func fail(
        at point: FaultPoint
    ) throws(KillMapper.Refusal) -> FaultPointResult {
        let target = FaultCounter.Target(
            site: FaultCounter.Site(phase: point.phase, call: point.call),
            number: try number(of: point), error: point.error)
        var judgement = FaultAftermath.Judgement(outcome: .missed)
        for _ in 0..<Self.tries {
            let hasFailed: Bool
            if let role = point.subject.role, let phase = point.phase {
                trials += 1
                let trial = FaultTrial(
                    KillLife(role, phase), target, named: "f\(trials)", plan: plan, log: log)
                let seen = try KillMapper.told { try trial.run() }
                judgement = seen.aftermath.judgement(of: point.call, in: phase)
                hasFailed = seen.hasFailed
            } else {
                let seen = try run(point.subject, target)
                judgement = seen.aftermath.judgement
                hasFailed = seen.counter.hasFailed
            }
            // Without the failure a life tells nothing of it.
            if !hasFailed { judgement = FaultAftermath.Judgement(outcome: .missed) }
            if hasFailed, !judgement.isHang { break }
        }
        return FaultPointResult(
            point, judgement.outcome, ends: judgement.ends, deviations: judgement.deviations)
    }

    private mutating func number(of point: FaultPoint) throws(KillMapper.Refusal) -> Int {
        switch point.turn {
        case .first: return 1
        case .third: return 3
        case .last:
            let site = FaultCounter.Site(phase: point.phase, call: point.call)
            guard let role = point.subject.role, let phase = point.phase else {
                return try sites(of: point.subject)[site] ?? 1
            }
            return try sites(of: KillLife(role, phase))[site] ?? 1
        }
    }
}
