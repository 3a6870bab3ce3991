public import GateFuzz
internal import GateHost
public import GateKit
internal import GateWire

/// Replays a script against a real stub, outside of any run: nothing is stored.
public struct FuzzReplay: Sendable {
    /// What came of one connection of the script.
    public struct Line: Equatable, Sendable {
        /// What was expected and what was observed, in one line.
        public var text: String
        /// Whether the two are the same, and nothing was lost or wrong beside it.
        public var holds: Bool
    }

    private let script: FuzzScript

    /// Reads a script.
    public init(parsing text: String) throws(ScriptError) {
        script = try FuzzScript(parsing: text)
    }

    /// Which stub the script is for.
    public var subject: SubjectRole { script.subject == .editor ? .editor : .runtime }

    /// Plays every connection of the script, and says what came of each.
    ///
    /// - Parameters:
    ///   - program: The stub.
    ///   - directory: Where sockets go; made if it is not there.
    ///   - isOver: Whether to end; no connection is made and no stub started from then on.
    public func run(
        program: String, directory: String, isOver: @escaping () -> Bool = { false }
    ) -> [Line] {
        let plan = AttemptPlan(
            procedure: "replay", gates: [], profile: .smoke, replicate: 0, seed: 0,
            scratchDirectory: directory, editorPath: program, runtimePath: program,
            deadlineSeconds: 60)
        let laboratory = FuzzLaboratory(plan, script.subject)
        let outcomes = laboratory.play(script, isOver: isOver)
        let expected = script.steps.compactMap { step in
            if case .expect(let expectation) = step { expectation } else { nil }
        }
        return expected.indices.map { index in
            guard index < outcomes.count else {
                return Line(
                    text: "connection \(index + 1): expected \(expected[index].word), never made",
                    holds: false)
            }
            return line(index, outcomes[index])
        }
    }

    private func line(_ index: Int, _ outcome: ConnectionOutcome) -> Line {
        var text = "connection \(index + 1): expected \(outcome.expectation.word), "
        text += "observed \(outcome.observed)"
        switch outcome.ending {
        case .closed: break
        case .hung: text += ", the stub hangs"
        case .died(let status): text += ", the stub's process \(status)"
        }
        if outcome.unaccounted > 0 { text += ", \(outcome.unaccounted) frames unaccounted for" }
        if outcome.wrongReplies > 0 { text += ", \(outcome.wrongReplies) wrong replies" }
        if outcome.malformed > 0 { text += ", \(outcome.malformed) frames not as specified" }
        if outcome.wrongTexts > 0 { text += ", \(outcome.wrongTexts) wrong texts" }
        for detail in outcome.details { text += ", \(detail)" }
        let ms = Double(outcome.longestWait / 10_000) / 100
        return Line(text: text + ", longest wait \(ms) ms", holds: outcome.isRight)
    }
}
