import GateHost
import GateKit
import GateReport
import GateRunner
import Gates

/// Lets two sides be measured, as often as is asked.
struct DuelRing {
    var configuration: RunConfiguration
    var journal: StoreJournal
    var interruption: Interruption
    var rounds: Int

    /// Makes one duel; what can be said comes as a failure where it is nothing.
    func fight(
        _ sides: [DuelSide: [SubjectBinary]]
    ) async throws(Failure) -> (run: Int64, results: [DuelResult]) {
        let faults = Preconditions.faults(sides.values.flatMap(\.self))
        if let fault = faults.first {
            throw Failure(sentence: fault.text, code: .preconditionMissing)
        }
        let duel = DuelRun(
            configuration, sides, journal: journal, interruption: interruption,
            isBorne: PlantedFault.isAnnouncement
        ) { StandardError.say($0) }
        do throws(DuelRun.Failure) {
            return try await duel.perform(rounds: rounds)
        } catch {
            throw Self.failure(error)
        }
    }

    private static func failure(_ failure: DuelRun.Failure) -> Failure {
        switch failure {
        case .precondition(let text): Failure(sentence: text, code: .preconditionMissing)
        case .attempt(let text, let code):
            Failure(sentence: "an attempt of \(text)", code: code)
        case .broken(let side, let text):
            Failure(
                sentence: "\(side.rawValue) does not hold, so that its times mean nothing: \(text)",
                code: .noGo)
        case .interrupted:
            Failure(sentence: "no result: it was interrupted", code: .inconclusive)
        case .journal(let error): Failure(sentence: error.description, code: error.exitCode)
        }
    }
}

/// Walks from a commit to one that is worse, halving what lies between with every duel.
struct DuelBisection {
    var builder: DuelBuilder
    var ring: DuelRing
    var interruption: Interruption

    /// Returns the first commit that is worse than the first one by one of the checks by which the
    /// last one is.
    func firstWorse(
        from first: DuelBuilder.Commit, to last: DuelBuilder.Commit, as results: [DuelResult]
    ) async throws -> String {
        let checks = Set(results.filter { $0.isMedian && $0.isWorse }.map(\.check))
        let path = try builder.commits(between: first, and: last)
        // path[high] is known to be worse; what is before low is not.
        var (low, high) = (0, path.count - 1)
        let good = try builder.build(first, interruption)
        while low < high {
            let middle = (low + high) / 2
            let commit = path[middle]
            StandardError.say("bisect: \(high - low + 1) commits left, now \(commit.name)")
            let sides: [DuelSide: [SubjectBinary]] = [
                .a: good, .b: try builder.build(commit, interruption),
            ]
            let (_, found) = try await ring.fight(sides)
            let isWorse = found.contains { checks.contains($0.check) && $0.isWorse }
            if isWorse { high = middle } else { low = middle + 1 }
        }
        return path[high].id
    }
}
