import Testing

@testable import GateKit

/// Where stubs are killed, and what the map of that comes to.
@Suite struct KillMapTests {
    private static let stretches = [
        KillSelection.Stretch(.editor, .start, calls: 280),
        KillSelection.Stretch(.editor, .sweep, calls: 7),
        KillSelection.Stretch(.runtime, .shutdown, calls: 30),
        KillSelection.Stretch(.runtime, .sweep, calls: 0),
    ]

    @Test(
        "the budget is shared equally, and what the small leave goes to the large",
        arguments: [
            (0, [0, 0, 0, 0]), (3, [1, 1, 1, 0]), (60, [27, 7, 26, 0]), (1000, [280, 7, 30, 0]),
        ])
    func quotas(budget: Int, expected: [Int]) {
        let quotas = KillSelection.quotas(Self.stretches.map(\.calls), budget: budget)
        #expect(quotas == expected)
    }

    @Test("points are spread over each stretch, none twice, and every second one is after its call")
    func spread() {
        let points = KillSelection.points(Self.stretches, budget: 60)
        #expect(points.count == 60)
        #expect(Set(points).count == 60)
        let start = points.filter { $0.phase == .start }
        #expect(start.first?.number == 1)
        #expect((start.last?.number ?? 0) > 260)
        #expect(start.map(\.number) == start.map(\.number).sorted())
        #expect(start.count { $0.side == .exit } == start.count / 2)
        #expect(points == KillSelection.points(Self.stretches, budget: 60))
    }

    @Test("without a budget every call is a point")
    func everyCall() {
        let points = KillSelection.points(Self.stretches, budget: nil)
        #expect(points.count == 317)
        #expect(points.filter { $0.phase == .sweep }.map(\.number) == Array(1...7))
    }

    @Test("a point's name names it", arguments: KillPoint.Side.allCases)
    func name(side: KillPoint.Side) {
        let point = KillPoint(.runtime, .handOver, 12, side)
        #expect(KillPoint(point.description) == point)
        #expect(KillPoint("editor/sweep/3") == KillPoint(.editor, .sweep, 3, .entry))
    }

    @Test(
        "what names no point is none",
        arguments: [
            "", "editor", "editor/sweep", "editor/sweep/0", "judge/sweep/1", "editor/tea/1",
            "editor/sweep/1/middle", "editor/sweep/1/exit/2", "editor//1",
        ])
    func noName(text: String) {
        #expect(KillPoint(text) == nil)
    }

    private func map(_ outcomes: [KillOutcome]) -> KillMap {
        KillMap(
            run: 1,
            results: outcomes.enumerated().map { index, outcome in
                KillPointResult(
                    KillPoint(index.isMultiple(of: 2) ? .editor : .runtime, .publish, index + 1),
                    systemCall: "read", outcome: outcome, nanoseconds: UInt64(index) * 1_000_000,
                    left: outcome == .deviated ? ["a socket"] : [])
            })
    }

    @Test(
        "a deviation is a NO-GO, what was only late is undecided, and no kill shows nothing",
        arguments: [
            ([.recovered, .ended, .missed], .go), ([.recovered, .late], .inconclusive),
            ([.late, .deviated], .noGo), ([], .inconclusive), ([.missed], .inconclusive),
        ] as [([KillOutcome], RunExitCode)])
    func exitCode(outcomes: [KillOutcome], expected: RunExitCode) {
        #expect(map(outcomes).exitCode == expected)
    }

    @Test("rows count the kills of each stub and phase")
    func rows() {
        let rows = map([.ended, .recovered, .deviated, .recovered]).rows
        #expect(rows.map(\.subject) == [.editor, .runtime])
        #expect(rows[0].points == 2)
        #expect(rows[0].outcomes == [.ended: 1, .deviated: 1])
        #expect(rows[0].left == 1)
        #expect(rows[1].longest == 3_000_000)
    }

    @Test("the worst are what is not as documented, then the slowest")
    func worst() {
        let worst = map([.ended, .late, .recovered, .deviated, .ended, .missed]).worst(slowest: 2)
        #expect(worst.map(\.outcome) == [.deviated, .late, .ended, .recovered])
    }
}
