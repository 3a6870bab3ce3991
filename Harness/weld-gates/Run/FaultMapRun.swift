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
        do {
            try ProcessEnvironment.becomeSubreaper()
        } catch {
            throw Failure(sentence: "\(error)", code: .harnessBug)
        }
        let nowhere = FileHandle(forWritingAtPath: "/dev/null")
        defer { try? nowhere?.close() }
        var mapper = FaultMapper(
            plan, judge: Program.path, log: verbose ? 2 : nowhere?.fileDescriptor ?? 2)
        var map = FaultMap()
        do throws(KillMapper.Refusal) {
            let points = try choose(&mapper, &map)
            let start = ContinuousClock.now
            var lastLine = start
            for point in points where !interruption.isRequested {
                let result = try mapper.fail(at: point)
                map.results.append(result)
                if verbose || result.outcome == .deviated { say(Self.words(result)) }
                let line = progress(map, of: points.count, since: start)
                if terminal.isTerminal {
                    FileHandle.standardError.write(Data("\r\u{1B}[K\(line)".utf8))
                } else if ContinuousClock.now - lastLine > .seconds(60) {
                    lastLine = .now
                    say(line)
                }
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
        say("counting the system calls of both stubs")
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

    private func progress(
        _ map: FaultMap, of count: Int, since start: ContinuousClock.Instant
    ) -> String {
        let done = map.results.count
        let left = (ContinuousClock.now - start) * (count - done) / max(1, done)
        let outcomes = FaultOutcome.allCases.compactMap { outcome -> String? in
            let count = map.count(outcome)
            return count > 0 ? "\(count) \(outcome.rawValue)" : nil
        }
        return "life \(done) of \(count), \(left.components.seconds) s left: "
            + outcomes.joined(separator: ", ")
    }

    private static func words(_ result: FaultPointResult) -> String {
        let why = (result.ends + result.deviations).joined(separator: "; ")
        return "\(result.point): \(result.outcome.rawValue)" + (why.isEmpty ? "" : ": \(why)")
    }

    private func say(_ text: String) {
        clear()
        StandardError.say(text)
    }

    private func clear() {
        if terminal.isTerminal { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
    }

    private var plan: AttemptPlan {
        func path(_ role: SubjectRole) -> String {
            pair.first { $0.role == role }?.path ?? ""
        }
        return AttemptPlan(
            procedure: "fault-map", gates: [], profile: .full, replicate: 0, seed: 0,
            scratchDirectory: place, editorPath: path(.editor), runtimePath: path(.runtime),
            deadlineSeconds: 0)
    }
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
