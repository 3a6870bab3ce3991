import Foundation
import GateKit
import GateRunner

/// The run as one JSON document on standard output (`run --json`).
struct RunSummary: Codable {
    var run: Int64
    var state: String
    var exitCode: Int32
    var store: String
    var report: String
    var gates: [GateResult]
    var controls: [ControlResult]

    init(_ outcome: RunOutcome, store: String, report: String) {
        run = outcome.run
        state = outcome.state.rawValue
        exitCode = outcome.exitCode.rawValue
        self.store = store
        self.report = report
        gates = outcome.results
        controls = outcome.controls
    }
}

/// Spells values as JSON for programs: keys sorted, so that equal values are equal bytes.
enum JSONText {
    /// Returns one document without a line feed at its end.
    static func of(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        let data = (try? encoder.encode(value)) ?? Data("{}".utf8)
        return String(decoding: data, as: UTF8.self)
    }
}
