internal import GateKit
internal import WeldContract
internal import WeldViewport

extension ViewportEvidence {
    /// Records the milestone's pipeline: tears at all three places, the age, and that it was this
    /// pipeline which showed the pictures.
    func recordDraw() {
        recordTears(ViewportMetric.drawTorn)
        record(ViewportMetric.drawAge, transcript.agesAtReplacement(in: window), .nanoseconds)
        let (blit, upload) = (transcript.display?.blit, transcript.display?.upload)
        recorder.fact(
            "display of the part draw", "blit \(blit ?? "?"), upload \(upload ?? "?")")
        if blit == "draw", upload == "staging" {
            recorder.count(ViewportMetric.drawShown, transcript.distinctShown(in: window))
        }
    }

    /// Records larger pictures.
    func recordLarge(_ size: PictureSize, ratesOver seconds: Int) {
        recordTears(ViewportMetric.largeTorn(size.height))
        let ages = transcript.agesAtReplacement(in: window)
        record(ViewportMetric.largeAge(size.height), ages, .nanoseconds)
        let rates = ViewportTranscript.rates(
            transcript.presented.map(\.time), in: window, seconds: seconds)
        recordDeviations(of: rates, ViewportMetric.largeOff(size.height))
        let shown = transcript.distinctShown(in: window)
        let length = Double(window.end - window.start) / 1e9
        recorder.fact(
            "\(size.width)x\(size.height)",
            "\((Double(shown) / length * 10).rounded() / 10) different pictures a second shown")
    }

    private func recordTears(_ metric: String) {
        for place in [transcript.shared, transcript.presented, transcript.composited] {
            recorder.samples(metric, ViewportTranscript.tears(place), unit: .count)
        }
    }
}
