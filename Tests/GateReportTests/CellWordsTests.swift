import GateKit
import Testing

@testable import GateReport

/// A cell says why in few words, the cause first.
@Suite("Words of a cell")
struct CellWordsTests {
    private static let many = String(repeating: "it did not end and ", count: 20)
    private static let setAside = SetAside(count: 3, total: 10)
    private static let violation = Violation(.hang, many)
    private static let taken = SetAside(count: 3, total: 10, nanoseconds: 180e6)
    private static let loss = HostLoss(taken: 180e6, watched: 12.4e9)
    private static let incapable = Incapacity(
        check: "g6.floor-rate", value: 54.06, threshold: 57, unit: .perSecond)

    static let checks: [CheckReason] = [
        .noSamples(metric: "rtt"), .noFloor, .tooFewSamples(count: 12), .boundHolds,
        .boundViolates, .boundStraddles, .tooFewTrials(count: 3, fewest: 5),
        .trialsViolate(count: 7), .samplesViolate(count: 1, total: 7), .held,
        .heldInTrials(count: 299, confidence: 0.95), .hostTooNoisy(setAside: setAside),
        .leavingOut(setAside: setAside, reason: .boundStraddles), .hostTook(setAside: taken),
        .notCapable(incapable), .recorded(text: many),
    ]

    static let attempts: [AttemptReason] =
        [
            .everyCheckHolds, .judgeFailed(fault: HarnessFault(.harness, many)),
            .violated(by: violation), .hostTooNoisy(violation: violation), .processExited(code: 3),
            .processDied(signal: 11), .interrupted, .endNotReached,
            .milestoneMissed(id: "g1.warm", reached: 1, atLeast: 2),
            .hostTook(loss: loss, violation: violation),
            .onNoisyHost(loss: loss, reason: .violated(by: violation)),
            .onIncapableHost(incapable, reason: .violated(by: violation)), .recorded(text: many),
        ] + checks.map { .checkUndecided(id: "g1.p50", reason: $0) }
        + checks.map { .checkViolated(id: "g1.p50", question: many, reason: $0) }

    static let controls: [ControlReason] =
        [
            .caught(by: ["g6.torn"], slow: [.init(check: "g6.age", reason: .recorded(text: many))]),
            .neverAnnounced(sabotage: "a=1"), .unseen, .hostTook(loss: loss),
            .noWorseThanTwin(id: "g1.p50", value: 2e6, twin: 1.9e6, unit: .nanoseconds),
            .alsoViolated(
                checks: ["g1.wrong"], violations: [violation, violation], hostTooNoisy: true),
            .recorded(text: many),
        ] + attempts.map { .attempt(reason: $0) }
        + checks.flatMap { reason -> [ControlReason] in
            [
                .checkUndecided(id: "g1.p50", reason: reason),
                .checkUndecidedBeside(
                    id: "g1.p50", reason: reason, other: .violated(by: violation)),
            ]
        }

    static let gates: [GateReason] =
        [
            .pending(why: many), .noAttempt,
            .judgeFailed(fault: HarnessFault(.precondition, many)), .interrupted,
            .unproven(caught: 0, expected: 4), .attemptsMissing(made: 2, planned: 3),
            .refused(grounds: RefusalGround.allCases), .recorded(text: many),
        ]
        + attempts.flatMap { reason -> [GateReason] in
            [.attempt(reason: reason), .unconfirmed(reason: reason, attempts: 3)]
        }
        + controls.map { .control(sabotage: "echo-delay=2ms", reason: $0) }

    private static let shortfall = (1...9).map {
        Shortfall(title: "paced round trips \($0)", samples: 2_000, asked: 10_000)
    }

    @Test(
        "no reason makes a cell longer than 25 words, in the terminal's matrix and in the report's")
    func atMost25() {
        for reason in Self.gates {
            for verdict in [Verdict.go, .inconclusive, .noGo] {
                let result = GateResult.fixture(
                    .g1, verdict, shortfall: Self.shortfall, reason: reason)
                for earlier in [nil, 7] as [Int64?] {
                    let table = RunMatrix.table(
                        [result], earlierNoGo: earlier.map { [.g1: $0] } ?? [:])
                    let words = table.rows[0].last?.words ?? ""
                    #expect(CellWords.count(words) <= 25, "\(words)")
                    #expect(earlier == nil || words.hasSuffix("commit: run 7"))
                    check(result, earlier: earlier)
                }
            }
        }
    }

    /// Looks at the cell and at the remark of a report's matrix.
    private func check(_ result: GateResult, earlier: Int64?) {
        var cell = MatrixCell.fixture(result)
        cell.earlierNoGo = earlier
        let report = RunReport(
            run: .fixture(), declarations: GateDeclaration.catalogue, matrix: [cell],
            results: [result], attempts: [], controls: [], notes: [])
        for block in MatrixPage.blocks(report) {
            switch block {
            case .matrix(let matrix):
                let entry = matrix.rows[0].entries[0]
                let words = ([entry.name] + entry.details.map(\.words)).joined(separator: " ")
                #expect(CellWords.count(words) <= 25, "\(words)")
            case .list(let remarks, numbered: true):
                // The remark of a gate without a run names the command that gives it one.
                for remark in remarks where remark.words.hasPrefix("G1: ") {
                    #expect(CellWords.count(remark.words) <= 25, "\(remark.words)")
                }
            default: break
            }
        }
    }

    @Test("the cause stands first, and what it took")
    func causeFirst() {
        let noisy = CheckReason.hostTooNoisy(setAside: Self.setAside)
        let expected: [(GateReason, String)] = [
            (
                .attempt(reason: .checkUndecided(id: "g1.p50", reason: noisy)),
                "host: 3 of 10 samples of g1.p50 set aside"
            ),
            (
                .control(
                    sabotage: "echo-delay=2ms",
                    reason: .checkUndecided(id: "g1.p50", reason: noisy)),
                "host: control echo-delay=2ms: 3 of 10 samples of g1.p50 set aside"
            ),
            (
                .attempt(reason: .hostTooNoisy(violation: Violation(.hang, "it did not end"))),
                "host: hang: it did not end"
            ),
            (
                .attempt(
                    reason: .checkUndecided(id: "g1.p50", reason: .hostTook(setAside: Self.taken))),
                "host: 180 ms taken, 3 of 10 samples of g1.p50 set aside"
            ),
            (
                .attempt(reason: .onIncapableHost(Self.incapable, reason: .endNotReached)),
                "capacity: 54.1 of 57/s (g6.floor-rate); the attempt ended without saying that "
                    + "it was done"
            ),
            (
                .control(sabotage: "half-rate", reason: .hostTook(loss: Self.loss)),
                "host: control half-rate: 180 ms of 12.4 s taken"
            ),
            (
                .control(
                    sabotage: "half-rate",
                    reason: .checkUndecidedBeside(
                        id: "g6.age", reason: .boundStraddles,
                        other: .onNoisyHost(loss: Self.loss, reason: .interrupted))),
                "host: control half-rate: 180 ms of 12.4 s taken; the run was interrupted; "
                    + "g6.age: the confidence interval straddles the threshold"
            ),
            (
                .attempt(reason: .checkUndecided(id: "g1.p50", reason: .boundStraddles)),
                "g1.p50: the confidence interval straddles the threshold"
            ),
        ]
        for (reason, words) in expected {
            #expect(CellWords.reason(.fixture(.g1, .inconclusive, reason: reason)) == words)
        }
    }

    @Test("what is cut ends in a mark, and what is not is left as it is")
    func cut() {
        #expect(CellWords.cut("one two, three", to: 2) == "one two…")
        #expect(CellWords.cut("one  two", to: 2) == "one  two")
    }

    @Test("the gate's page keeps the whole reason")
    func page() {
        let reason = GateReason.attempt(reason: .violated(by: Self.violation))
        let result = GateResult.fixture(.g1, .noGo, reason: reason)
        let report = RunReport(
            run: .fixture(), declarations: GateDeclaration.catalogue,
            matrix: [.fixture(result)], results: [result], attempts: [], controls: [], notes: [])
        let words = GatePage.blocks(GateDeclaration.catalogue[0], report).compactMap { block in
            if case .paragraph(let spans) = block { spans.words } else { nil }
        }
        #expect(words.contains { $0.contains(result.sentence) })
    }

    @Test("a number in groups is one word, and is never cut in two")
    func groups() {
        #expect(CellWords.count("round trips 30 000 of 50 000, paced") == 6)
        #expect(CellWords.cut("round trips 30 000 of 50 000", to: 3) == "round trips 30 000…")
        #expect(CellWords.count("run 3 000a") == 3)
    }
}
