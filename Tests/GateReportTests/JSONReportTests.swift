import Foundation
import GateKit
import Testing

@testable import GateReport

/// The report that programs read.
@Suite struct JSONReportTests {
    private func document(_ golden: GoldenReport) throws -> [String: Any] {
        let text = try ValidationReport.render(golden.report, as: .json)
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8))
        return try #require(object as? [String: Any])
    }

    @Test("Figures are the numbers that the model holds")
    func figures() throws {
        let gates = try #require(document(.typical)["gates"] as? [[String: Any]])
        let checks = try #require(gates.first?["checks"] as? [[String: Any]])
        let worst = WorstCheck.all(.g1, in: GoldenReport.typical.report.attempts)
        #expect(checks.count == worst.count)
        for (check, expected) in zip(checks, worst) {
            #expect(check["id"] as? String == expected.result.check.id)
            #expect(check["value"] as? Double == expected.result.value)
            #expect(check["threshold"] as? Double == expected.result.check.threshold)
            #expect(check["verdict"] as? String == expected.result.verdict.rawValue)
        }
    }

    @Test(
        "It names its schema and version, whatever the run came to",
        arguments: GoldenReport.allCases)
    func schema(_ golden: GoldenReport) throws {
        let document = try document(golden)
        #expect(document["schema"] as? String == "weld-gates/report")
        #expect(document["version"] as? Int == 1)
        let run = try #require(document["run"] as? [String: Any])
        #expect(run["id"] as? Int64 == golden.report.run.id)
        // Seeds are of 64 bits, more than a JSON number surely holds.
        #expect(run["seed"] as? String == "\(golden.report.run.seed)")
    }
}
