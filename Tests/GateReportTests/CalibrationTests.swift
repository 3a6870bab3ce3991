import Foundation
import GateKit
import GateReport
import Testing

/// Whether a machine's verdicts can be believed.
@Suite("Calibration")
struct CalibrationTests {
    private let noisy = GateResult.fixture(
        .g6, .inconclusive,
        reason: .attempt(
            reason: .checkUndecided(
                id: "g6.age", reason: .hostTooNoisy(setAside: SetAside(count: 1, total: 9)))))
    private let red = GateResult.fixture(
        .g2, .noGo, reason: .attempt(reason: .violated(by: Violation(.crash, "it | died"))))

    private func planted(_ verdicts: [(Verdict, GateReason)]) -> Calibration.Planted {
        var planted = Calibration.Planted(fault: "torn-present", gate: .g6)
        for (verdict, reason) in verdicts { planted.add(.fixture(.g6, verdict, reason: reason)) }
        return planted
    }

    @Test("a machine is fit without false reds, escapes and too many undecided cells")
    func fit() {
        var calibration = Calibration()
        #expect(calibration.complaints == ["no healthy run came to its end"])
        for _ in 0..<20 {
            calibration.add([.fixture(.g1, .go), .fixture(.g3, .pending)], seconds: 60)
        }
        calibration.planted = [planted([(.noGo, .noAttempt)])]
        #expect(calibration.isFit)
        #expect(calibration.cells.count == 20, "what cannot be asked is no cell")
        #expect(calibration.meanSeconds == 60)
        calibration.add([noisy], seconds: 60)
        #expect(calibration.isFit)
        calibration.add([noisy], seconds: 60)
        #expect(calibration.complaints == ["9.09 % of the cells undecided, of at most 5 %"])
    }

    @Test(
        "what is red although nothing is wrong is a false red",
        arguments: [Verdict.noGo, .blind, .error])
    func falseReds(verdict: Verdict) {
        var calibration = Calibration()
        calibration.add([.fixture(.g1, .go), .fixture(.g2, verdict)], seconds: 1)
        #expect(calibration.falseReds.map(\.verdict) == [verdict])
        #expect(calibration.falseRedBound == nil)
        #expect(calibration.complaints == ["1 false reds"])
    }

    @Test("a fault is red, undecided, escaped or not judged; a GO without controls has escaped")
    func faults() {
        let all = planted([
            (.noGo, .noAttempt), (.blind, .noAttempt), (.inconclusive, noisy.reason),
            (.inconclusive, .unproven(caught: 0, expected: 6)), (.go, .noAttempt),
            (.error, .noAttempt),
        ])
        #expect(all.red == 2 && all.undecided == 1 && all.escaped == 2 && all.failed == 1)
        #expect(all.tried == 6)
        var calibration = Calibration()
        calibration.add([.fixture(.g1, .go)], seconds: 1)
        calibration.planted = [all]
        #expect(
            calibration.complaints == [
                "2 planted faults escaped", "the judge failed at 1 planted faults",
            ])
    }

    @Test("the text names every cell that is no GO, with bounds")
    func text() {
        var calibration = Calibration()
        calibration.add([.fixture(.g1, .go), noisy], seconds: 61.26)
        calibration.add([.fixture(.g1, .go), noisy], seconds: 60)
        calibration.planted = [planted([(.noGo, .noAttempt)])]
        calibration.sensitivity = SensitivityResult(
            gate: .g1, control: "echo-delay", check: "g1.p50", slowdown: 982_000, rejected: 20,
            tried: 20)
        #expect(
            calibration.text() == """
                healthy      2 runs, 60.6 s each, 4 cells: 2 GO, 2 INCONCLUSIVE, 0 NO-GO, 0 BLIND, 0 ERROR
                false reds   0 of 4 cells: rate < 52.7 % at 95 %
                undecided    2 of 4, 50 %
                             G6 INCONCLUSIVE: host: 1 of 9 samples of g6.age set aside (2 times)
                planted      torn-present: G6 red 1, undecided 0, escaped 0, failed 0, of 1
                sensitivity  G1 would have caught +982 µs (g1.p50): 20 of 20 rejected, missed rate < 13.9 % at 95 %
                fit          no: 50 % of the cells undecided, of at most 5 %

                """)
    }

    @Test("a row of the table has its eleven cells, whatever a reason says")
    func row() {
        var calibration = Calibration()
        calibration.add([.fixture(.g1, .go), red, noisy], seconds: 60)
        calibration.planted = [planted([(.noGo, .noAttempt), (.error, .noAttempt)])]
        #expect(
            calibration.row("one-cpu")
                == "| one-cpu | 1 | 1 | 1 host, 0 capacity, 0 other | 1 | 0 | 0 "
                + "| 1; G2 NO-GO: crash: it \\| died | 33.3 % | 60.0 "
                + "| torn-present 1/0/0 (1 failed) |")
    }

    @Test("one JSON document holds the same")
    func json() throws {
        var calibration = Calibration()
        calibration.add([.fixture(.g1, .go), red, noisy], seconds: 60)
        let data = try JSONEncoder().encode(CalibrationSummary(calibration))
        let document = try #require(
            JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(document["falseReds"] as? Int == 1)
        #expect(document["isFit"] as? Bool == false)
        #expect((document["undecided"] as? [String: Int])?["host"] == 1)
        #expect((document["notGo"] as? [[String: Any]])?.count == 2)
    }
}
