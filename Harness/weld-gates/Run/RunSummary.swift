import Foundation
import GateKit
import GateReport
import GateRunner

/// The run as one JSON document on standard output (`run --json`).
struct RunSummary: Codable {
    var run: Int64
    var state: String
    /// What the program ends with.
    var exitCode: Int32
    /// Which undecided gates --accept let pass; then the exit code is 0.
    var accepted: [Acceptance.Use]
    var store: String
    var report: String
    var gates: [GateSummary]
    var controls: [ControlSummary]

    init(
        _ outcome: RunOutcome, _ accepted: (code: RunExitCode, uses: [Acceptance.Use]),
        store: String, report: String
    ) {
        run = outcome.run
        state = outcome.state.rawValue
        exitCode = accepted.code.rawValue
        self.accepted = accepted.uses
        self.store = store
        self.report = report
        gates = outcome.results.map { GateSummary($0) }
        controls = outcome.controls.map { ControlSummary($0) }
    }
}

/// A gate of the run; `reason` in words, `reasonData` and `shortfall` for programs.
struct GateSummary: Codable {
    var gate: GateID
    var verdict: Verdict
    var contractVerdict: Verdict
    var provisional: Bool
    var reason: String
    var reasonData: GateReason
    /// What left the gate undecided, where that is not the subject's: host or capacity.
    var cause: Cause?
    var shortfall: [Shortfall]
    var headlineValue: Double?
    var headlineUnit: MeasurementUnit?
    var margin: Double?
    var controlsCaught: Int
    var controlsTried: Int
    var controlsKnown: Int?
    var ambitionsHeld: Int
    var ambitionsAsked: Int

    init(_ result: GateResult) {
        gate = result.gate
        verdict = result.verdict
        contractVerdict = result.contractVerdict
        provisional = result.provisional
        reason = result.sentence
        reasonData = result.reason
        cause = result.cause
        shortfall = result.shortfall
        headlineValue = result.headlineValue
        headlineUnit = result.headlineUnit
        margin = result.margin
        controlsCaught = result.controlsCaught
        controlsTried = result.controlsTried
        controlsKnown = result.controlsKnown
        ambitionsHeld = result.ambitionsHeld
        ambitionsAsked = result.ambitionsAsked
    }
}

/// A control of the run; `observedReason` in words, `observedData` for programs.
struct ControlSummary: Codable {
    var control: Control
    var expectedReason: String
    var observedReason: String
    var observedData: ControlReason
    var verdict: Verdict

    init(_ result: ControlResult) {
        control = result.control
        expectedReason = result.control.expectedCheck
        observedReason = result.observed.sentence
        observedData = result.observed
        verdict = result.verdict
    }
}

/// Spells values as JSON for programs: keys sorted, so that equal values are equal bytes.
enum JSONText {
    /// Returns one document without a line feed at its end, fit for a terminal too.
    static func of(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        let data = (try? encoder.encode(value)) ?? Data("{}".utf8)
        return PrintableText.json(String(decoding: data, as: UTF8.self))
    }
}
