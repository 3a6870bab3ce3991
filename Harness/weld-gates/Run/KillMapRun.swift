import Foundation
import GateHost
import GateKit
import GateRunner
import GateStore
import Gates

/// Makes the kills of one `weld-gates killmap`, stores them as they are made, and says how far it is.
struct KillMapRun {
    /// Which kills.
    enum Choice {
        /// So many over all parts of the lives; nil is every system call.
        case spread(Int?)
        /// These.
        case named([KillPoint])
    }

    let configuration: RunConfiguration
    let journal: StoreJournal
    /// A private folder for the sockets.
    let place: String
    let choice: Choice
    let interruption: Interruption
    let terminal: Terminal
    let verbose: Bool

    /// Makes the kills; the map is whole unless its user ended it.
    func perform() async throws(Failure) -> (map: KillMap, isWhole: Bool) {
        do throws(SystemError) {
            try ProcessEnvironment.becomeSubreaper()
        } catch {
            throw Failure(error)
        }
        let nowhere = FileHandle(forWritingAtPath: "/dev/null")
        defer { try? nowhere?.close() }
        var mapper = KillMapper(plan, log: verbose ? 2 : nowhere?.fileDescriptor ?? 2)
        let binaries = BinaryWatch(configuration)
        // First what shows whether it can be done at all.
        let points = try told { () throws(KillMapper.Refusal) in try choose(&mapper) }
        let run = try begin(binaries)
        var map = KillMap(run: run, results: [])
        do throws(Failure) {
            try kill(at: points, with: &mapper, into: &map)
        } catch {
            try? finish(run, .interrupted)
            throw error
        }
        if let fault = binaries.fault() {
            try? finish(run, .interrupted)
            throw Failure(sentence: fault.text, code: .preconditionMissing)
        }
        let isWhole = map.results.count == points.count
        try finish(run, isWhole ? .finished : .interrupted)
        return (map, isWhole)
    }

    private func choose(
        _ mapper: inout KillMapper
    ) throws(KillMapper.Refusal) -> [KillPoint] {
        if case .named(let points) = choice { return points }
        say("counting the system calls of both stubs")
        let stretches = try mapper.count()
        for stretch in stretches {
            detail(
                "\(stretch.subject.rawValue) \(stretch.phase.rawValue): \(stretch.calls) system calls"
            )
        }
        let calls = stretches.map(\.calls).reduce(0, +)
        guard case .spread(let budget) = choice else { return [] }
        let points = KillSelection.points(stretches, budget: budget)
        say("\(points.count) kills at \(calls) system calls")
        return points
    }

    private func kill(
        at points: [KillPoint], with mapper: inout KillMapper, into map: inout KillMap
    ) throws(Failure) {
        var progress = LifeProgress(of: points.count, "kill", on: terminal)
        for (index, point) in points.enumerated() {
            if interruption.isRequested { return }
            let result: KillPointResult
            do throws(KillMapper.Refusal) {
                result = try mapper.kill(at: point)
            } catch {
                clear()
                throw Failure(error)
            }
            map.results.append(result)
            do throws(StoreError) {
                try journal.store.append(result, run: map.run, position: index)
            } catch {
                throw Failure.store(error)
            }
            if verbose || [.deviated, .late].contains(result.outcome) { say(Self.words(result)) }
            progress.show(KillOutcome.allCases.map { ($0.rawValue, map.count($0)) })
        }
        clear()
    }

    // MARK: - Words

    private static func words(_ result: KillPointResult) -> String {
        let time = result.nanoseconds.map { " after \(($0 + 500_000) / 1_000_000) ms" } ?? ""
        let why = result.deviations.isEmpty ? "" : ": " + result.deviations.joined(separator: "; ")
        return "\(result.point) \(result.systemCall) (\(result.thread)): "
            + "\(result.outcome.rawValue)\(time)\(why)"
    }

    private func say(_ text: String) { LifeProgress.say(text, on: terminal) }

    private func detail(_ text: String) { if verbose { say(text) } }

    private func clear() { LifeProgress.clear(terminal) }

    // MARK: - The run

    private var plan: AttemptPlan {
        .lives(
            of: configuration.subjects, named: "kill-map", in: place, seed: configuration.seed)
    }

    private func begin(_ binaries: BinaryWatch) throws(Failure) -> Int64 {
        let facts = HostDescription.facts(
            configuration, executable: configuration.attemptCommand.first ?? "",
            binaries: binaries)
        let record = RunRecord(
            startedAt: WallClock.milliseconds(), profile: configuration.profile,
            seed: configuration.seed, platform: .linux, hostClass: configuration.hostClass,
            gates: [], provenance: facts + [Fact("purpose", "kill map")])
        do throws(JournalError) {
            return try journal.beginRun(record)
        } catch {
            throw Failure(sentence: error.description, code: error.exitCode)
        }
    }

    private func finish(_ run: Int64, _ state: RunRecord.State) throws(Failure) {
        do throws(JournalError) {
            try journal.finishRun(
                run, state: state, finishedAt: WallClock.milliseconds(), results: [],
                controls: [], faults: [])
        } catch {
            throw Failure(sentence: error.description, code: error.exitCode)
        }
    }

    private func told<Value>(
        _ body: () throws(KillMapper.Refusal) -> Value
    ) throws(Failure) -> Value {
        do throws(KillMapper.Refusal) {
            return try body()
        } catch {
            throw Failure(error)
        }
    }
}
