import GateKit
import Testing

/// Which runs a rule keeps, and how one is read.
@Suite struct RetentionRuleTests {
    private func run(
        _ number: Int64, at start: Int64, _ platform: PlatformID = .linux, _ host: String = "dev",
        _ verdicts: [Verdict] = [.go]
    ) -> RetainedRun {
        RetainedRun(
            run: number, startedAt: start, platform: platform, hostClass: host, verdicts: verdicts)
    }

    @Test("the newest are kept by when they began, for each platform and kind of host")
    func last() {
        let runs = [
            run(1, at: 30), run(2, at: 10), run(3, at: 20), run(4, at: 1, .macos),
            run(5, at: 1, .linux, "ci"),
        ]
        #expect(RetentionRule.last(2).kept(of: runs, now: 99) == [1, 3, 4, 5])
        #expect(RetentionRule.last(0).kept(of: runs, now: 99) == [])
    }

    @Test("days count back from now, at the edges of time too")
    func days() {
        let day: Int64 = 86_400_000
        let runs = [run(1, at: 0), run(2, at: 5 * day), run(3, at: .max), run(4, at: .min)]
        #expect(RetentionRule.days(2).kept(of: runs, now: 7 * day) == [2, 3])
        #expect(RetentionRule.days(2).kept(of: runs, now: .min) == [1, 2, 3, 4])
    }

    @Test("a verdict of any gate keeps its run")
    func verdicts() {
        let runs = [run(1, at: 0, .linux, "dev", [.go, .noGo]), run(2, at: 0), run(3, at: 0)]
        #expect(RetentionRule.verdicts([.noGo, .blind]).kept(of: runs, now: 0) == [1])
    }

    @Test("rules are read as they are written")
    func reads() {
        #expect(RetentionRule(parsing: "last=20") == .last(20))
        #expect(RetentionRule(parsing: "days=90") == .days(90))
        #expect(RetentionRule(parsing: "verdicts=no-go,BLIND") == .verdicts([.noGo, .blind]))
    }

    @Test(
        "anything else is no rule",
        arguments: [
            "", "last", "last=", "last=-1", "last=1e3", "last=99999999999999999999", "days=1.5",
            "verdicts=", "verdicts=red", "verdicts=no-go,", "newest=3", "=3", "last=3=4",
            "last=1000001",
        ])
    func refuses(text: String) {
        #expect(RetentionRule(parsing: text) == nil)
    }
}
