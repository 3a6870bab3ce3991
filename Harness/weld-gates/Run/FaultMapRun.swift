import Foundation
import GateHost
import GateKit
import GateRunner
import Gates

/// Lives the lives of one `weld-gates faultmap`, and says how far it is.
struct FaultMapRun {
    /// Which calls fail.
    enum Choice {
        /// So many over all of them; nil is each.
        case spread(Int?)
        /// These.
        case named([FaultPoint])
    }

    let pair: [SubjectBinary]
    /// Whose calls fail.
    let subjects: [FaultSubject]
    /// A private folder for the sockets.
    let place: String
    let choice: Choice
    let interruption: Interruption
    let terminal: Terminal
    let verbose: Bool

    /// Lives them; the map is whole unless its user ended it.
    func perform() throws(Failure) -> (map: FaultMap, isWhole: Bool) {
        do throws(SystemError) {
            try ProcessEnvironment.becomeSubreaper()
        } catch {
            throw Failure(error)
        }
        let nowhere = FileHandle(forWritingAtPath: "/dev/null")
        defer { try? nowhere?.close() }
        var mapper = FaultMapper(
            plan, judge: Program.path, log: verbose ? 2 : nowhere?.fileDescriptor ?? 2)
        var map = FaultMap()
        do throws(KillMapper.Refusal) {
            let points = try choose(&mapper, &map)
            var progress = LifeProgress(of: points.count, "life", on: terminal)
            for point in points where !interruption.isRequested {
                let result = try mapper.fail(at: point)
                map.results.append(result)
                if verbose || result.outcome == .deviated { say(Self.words(result)) }
                progress.show(FaultOutcome.allCases.map { ($0.rawValue, map.count($0)) })
            }
            clear()
            return (map, map.results.count == points.count)
        } catch {
            clear()
            throw Failure(error)
        }
    }

    private func choose(
        _ mapper: inout FaultMapper, _ map: inout FaultMap
    ) throws(KillMapper.Refusal) -> [FaultPoint] {
        guard case .spread(let budget) = choice else {
            guard case .named(let points) = choice else { return [] }
            return points
        }
        say("counting the system calls of both stubs and of the judge")
        let (calls, unknown) = try mapper.count(subjects)
        map.unknownCalls = unknown
        for kind in calls where verbose {
            say(
                "\(kind.subject.rawValue) \(kind.phase?.rawValue ?? "run"): \(kind.count) times "
                    + kind.call)
        }
        let points = FaultSelection.points(calls, budget: budget)
        say("\(points.count) lives, a system call fails in each")
        return points
    }

    // MARK: - Words

    private static func words(_ result: FaultPointResult) -> String {
        let why = (result.ends + result.deviations).joined(separator: "; ")
        return "\(result.point): \(result.outcome.rawValue)" + (why.isEmpty ? "" : ": \(why)")
    }

    private func say(_ text: String) { LifeProgress.say(text, on: terminal) }

    private func clear() { LifeProgress.clear(terminal) }

    private var plan: AttemptPlan { .lives(of: pair, named: "fault-map", in: place) }
}

extension Failure {
    /// Says why there can be no map of a pair's lives.
    init(_ refusal: KillMapper.Refusal) {
        let code: RunExitCode =
            switch refusal {
            case .noTracing: .preconditionMissing
            case .noLife: .inconclusive
            case .judge: .harnessBug
            }
        self.init(sentence: refusal.description, code: code)
    }
}
