internal import GateKit
internal import WeldContract
internal import WeldViewport

/// What is asked of the parts beside the contract's window.
extension G6Viewport {
    /// Whether a control is performed under the validation layer.
    static func isForValidation(_ control: Control?) -> Bool {
        control?.sabotages(.syncHazard) ?? false
    }

    /// What the milestone's pipeline and larger pictures are judged by.
    static func partChecks(_ parts: PartLength) -> [Check] {
        let pictures = PartLength.fewestPerSecond * parts.draw
        let draw: [Check] = [
            .none(
                "g6.draw-torn", gate: .g6, "torn pictures of the pipeline that draws, at any place",
                metric: ViewportMetric.drawTorn, tier: .own, trials: 3 * pictures),
            Check(
                "g6.draw-age", gate: .g6, "age of a drawn picture when it is replaced",
                metric: ViewportMetric.drawAge, .maximum, unit: .nanoseconds, .atMost,
                100 * milliseconds, tier: .own, fewestSamples: pictures),
        ]
        guard parts.large > 0 else { return draw }
        return draw + PartLength.sizes.flatMap { large($0.height, parts.large) }
    }

    /// Without these a GO of the parts means nothing.
    static func partMilestones(_ parts: PartLength) -> [Milestone] {
        [
            Milestone(
                "g6.draw", gate: .g6,
                "\(PartLength.fewestPerSecond) different pictures a second were shown by drawing "
                    + "them from staging memory",
                metric: ViewportMetric.drawShown, atLeast: PartLength.fewestPerSecond * parts.draw)
        ]
    }

    /// A driver in software may not carry the rate: tears decide, times do not.
    private static func large(_ height: Int, _ seconds: Int) -> [Check] {
        let pictures = PartLength.fewestLargePerSecond * seconds
        return [
            .none(
                "g6.\(height)-torn", gate: .g6, "torn pictures of \(height) rows, at any place",
                metric: ViewportMetric.largeTorn(height), tier: .own, trials: 3 * pictures),
            Check(
                "g6.\(height)-age", gate: .g6,
                "age of a picture of \(height) rows when it is replaced",
                metric: ViewportMetric.largeAge(height), .maximum, unit: .nanoseconds, .atMost,
                100 * milliseconds, tier: .ambition, fewestSamples: pictures),
            Check(
                "g6.\(height)-rate-editor", gate: .g6,
                "pictures of \(height) rows a second presented by the editor, off 60",
                metric: ViewportMetric.largeOff(height), .maximum, unit: .perSecond, .atMost, 3,
                tier: .ambition, nominal: 60),
        ]
    }
}
