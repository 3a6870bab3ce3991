import GateKit
import Testing

@testable import GateReport

/// Histories and comparisons as text.
@Suite struct HistoryTextTests {
    private func history(_ values: [Double], why: String = "new driver") -> CheckHistory {
        CheckHistory(
            gate: .g1, check: "g1.p50", unit: .nanoseconds, comparison: .below,
            threshold: 1_000_000,
            group: .init(
                platform: .linux, hostClass: "dev", configuration: "release", profile: .smoke),
            reset: .init(subject: "g1.p50", at: 0, who: "anna", why: why),
            points: values.enumerated().map { index, value in
                .init(
                    run: Int64(index + 1), startedAt: Int64(index), commit: "0123abc", value: value,
                    verdict: .go)
            })
    }

    @Test("a history says what changed, from what to what")
    func change() {
        let noise = (0..<10).map { Double($0 * 7 % 5) }
        let values = noise.map { 11_000 + $0 } + noise.map { 15_000 + $0 }
        let text = history(values).text
        #expect(text.hasPrefix("G1 g1.p50  linux dev release smoke\n    ▁▁▁▁▁▁▁▁▁▁██████████\n"))
        #expect(text.contains("20 runs, last 15.0 µs, median 11.0 µs"))
        #expect(text.contains("asked < 1 ms"))
        #expect(text.contains("changed at run 11, commit 0123abc: 11.0 µs -> 15.0 µs (p 0.002"))
        #expect(text.hasSuffix("counted anew by anna: new driver"))
    }

    @Test("what others wrote cannot leave its line")
    func others() {
        let text = history([1], why: "x\u{1B}[31m\nG1 GO").text
        #expect(text.split(separator: "\n").count == 4)
        #expect(!text.contains("\u{1B}"))
    }

    @Test(
        "a sparkline has a character a value, keeps outliers and knows no values",
        arguments: [
            ([], ""), ([3], "▁"), ([1, 2], "▁█"), ([5, 5, 5], "▁▁▁"),
            ([-Double.greatestFiniteMagnitude, 0, .greatestFiniteMagnitude], "▁▅█"),
            ([.nan, 1, .infinity, 2], "▁█"), ([0, .leastNonzeroMagnitude], "▁▁"),
        ])
    func sparkline(values: [Double], text: String) {
        #expect(Sparkline.of(values) == text)
    }

    @Test("more values than fit keep the largest of each stretch")
    func long() {
        var values = [Double](repeating: 0, count: 1_000)
        values[501] = 9
        let line = Sparkline.of(values)
        #expect(line.count == 40)
        #expect(line.contains("█"))
    }

    @Test("a comparison names what moved and counts the rest")
    func comparison() {
        let check = Check(
            "g1.p50", gate: .g1, "median", metric: "rtt", .percentile(0.5), unit: .nanoseconds,
            .below, 1_000_000, tier: .contract)
        var still = check
        still.id = "g1.p99"
        let comparison = RunComparison(
            before: 3, after: 7,
            checks: [
                CheckMovement(
                    check, before: BoundedValue(11_000, lower: 10_000, upper: 12_000),
                    after: BoundedValue(15_000, lower: 14_000, upper: 16_000), verdictBefore: .go,
                    verdictAfter: .noGo),
                CheckMovement(
                    still, before: BoundedValue(11_000, lower: 10_000, upper: 12_000),
                    after: BoundedValue(11_500, lower: 10_500, upper: 12_500), verdictBefore: .go,
                    verdictAfter: .go),
            ], unmatched: ["g1.x"])
        #expect(
            comparison.text == """
                g1.p50  11.0 µs [10.0 µs ... 12.0 µs] -> 15.0 µs [14.0 µs ... 16.0 µs], WORSE, \
                GO -> NO-GO
                1 of 2 checks moved from run 3 to run 7, 1 did not
                without a figure in one of them: g1.x
                """)
        var disturbed = comparison
        (disturbed.hostBefore, disturbed.hostAfter) = (0.02, 0.981)
        #expect(
            disturbed.text.hasSuffix(
                "the host took 2 % of run 3's time and 98 % of run 7's time, so times say little; "
                    + "weld-gates duel measures two commits side by side"))
        disturbed.hostAfter = 0.04
        #expect(disturbed.text == comparison.text)
    }
}
