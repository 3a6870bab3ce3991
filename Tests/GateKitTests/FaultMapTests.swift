import Testing

@testable import GateKit

/// Which calls fail, and what the map of that comes to.
@Suite struct FaultMapTests {
    private static let calls = [
        FaultSelection.Calls(.editor, .start, "openat", count: 1, errors: ["EMFILE", "EACCES"]),
        FaultSelection.Calls(.editor, .publish, "ppoll", count: 40, errors: ["EINTR"]),
        FaultSelection.Calls(.runtime, .start, "read", count: 2, errors: ["EIO"]),
        FaultSelection.Calls(.runtime, .sweep, "close", count: 3, errors: ["EINTR"]),
        FaultSelection.Calls(.runtime, .publish, "close", count: 0, errors: ["EINTR"]),
    ]

    @Test("the first, third and last call of each kind fails with each error, none twice")
    func every() {
        let points = FaultSelection.points(Self.calls, budget: nil)
        #expect(
            points.map(\.description) == [
                "editor/start/openat/EMFILE/first", "editor/start/openat/EACCES/first",
                "editor/publish/ppoll/EINTR/first", "editor/publish/ppoll/EINTR/third",
                "editor/publish/ppoll/EINTR/last", "runtime/start/read/EIO/first",
                "runtime/start/read/EIO/last", "runtime/sweep/close/EINTR/first",
                "runtime/sweep/close/EINTR/third",
            ])
    }

    @Test("a budget takes so many, evenly over all and none twice", arguments: [0, 1, 3, 9, 50])
    func budget(count: Int) {
        let points = FaultSelection.points(Self.calls, budget: count)
        #expect(points.count == min(count, 9))
        #expect(Set(points).count == points.count)
    }

    @Test("a point's name names it", arguments: FaultPoint.Turn.allCases)
    func name(turn: FaultPoint.Turn) {
        let point = FaultPoint(.runtime, .handOver, "fcntl-add-seals", "EPERM", turn)
        #expect(FaultPoint(point.description) == point)
        #expect(
            FaultPoint("editor/sweep/openat/EIO") == FaultPoint(.editor, .sweep, "openat", "EIO"))
    }

    @Test(
        "what names no point is none",
        arguments: [
            "", "editor/sweep/openat", "editor/sweep//EIO", "editor/sweep/openat/",
            "judge/sweep/a/b",
            "editor/tea/openat/EIO", "editor/run/openat/EIO", "attempt/sweep/openat/EIO",
            "editor/sweep/openat/EIO/second", "editor/sweep/a/b/first/c",
        ])
    func noName(text: String) {
        #expect(FaultPoint(text) == nil)
    }

    @Test("a row counts what came of one stub's call with one error, over all parts of its life")
    func rows() {
        let map = FaultMap(results: [
            FaultPointResult(
                FaultPoint(.runtime, .start, "read", "EIO"), .ended, ends: ["runtime 11"]),
            FaultPointResult(FaultPoint(.runtime, .publish, "read", "EIO"), .wentOn),
            FaultPointResult(FaultPoint(.runtime, .start, "read", "EINTR"), .wentOn),
            FaultPointResult(FaultPoint(.editor, .start, "read", "EIO"), .wentOn),
        ])
        #expect(map.rows.map(\.subject) == [.editor, .runtime, .runtime])
        #expect(map.rows.map(\.error) == ["EIO", "EINTR", "EIO"])
        #expect(map.rows[2].outcomes == [.ended: 1, .wentOn: 1])
        #expect(map.rows[2].ends == ["runtime 11"])
    }

    @Test(
        "one deviation is a NO-GO, and a map of nothing decides nothing",
        arguments: [
            ([.wentOn, .ended, .replaced, .missed], .go), ([.wentOn, .deviated], .noGo),
            ([.missed], .inconclusive), ([], .inconclusive),
        ] as [([FaultOutcome], RunExitCode)])
    func exitCode(outcomes: [FaultOutcome], expected: RunExitCode) {
        let point = FaultPoint(.runtime, .start, "read", "EIO")
        #expect(
            FaultMap(results: outcomes.map { FaultPointResult(point, $0) }).exitCode == expected)
    }
}
