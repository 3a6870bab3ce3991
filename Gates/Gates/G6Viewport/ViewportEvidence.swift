internal import GateKit
internal import WeldContract

/// Records what a transcript shows of a window of time.
struct ViewportEvidence {
    let transcript: ViewportTranscript
    let window: TimeSpan
    let recorder: Recorder

    init(_ transcript: ViewportTranscript, in window: TimeSpan, recorder: Recorder) {
        self.transcript = transcript
        self.window = window
        self.recorder = recorder
    }

    /// Records every series.
    ///
    /// - Parameters:
    ///   - pace: The most frames a second that the compositor can show; too few, and the editor's
    ///     rate is not decided.
    ///   - floor: Pictures a second of the judge's own presenter that were shown.
    ///   - seconds: How long a rate is formed over.
    func record(pace: Double?, floor: Double? = nil, ratesOver seconds: Int) {
        recordDisplay()
        recordOrder()
        record(ViewportMetric.age, transcript.agesAtReplacement(in: window), .nanoseconds)
        record(ViewportMetric.ageShown, transcript.agesWhenShown(in: window), .nanoseconds)
        record(ViewportMetric.agePresented, transcript.agesWhenPresented(in: window), .nanoseconds)
        recordRates(pace, seconds)
        // A screen that is hardly faster than the pictures loses them by a beat of its own.
        recordBeat(seconds, isScreenFast: pace ?? 125 >= 100 && floor ?? 60 >= 59)
        recordPixels(ViewportMetric.pixels)
        recorder.count(ViewportMetric.shown, transcript.distinctShown(in: window))
        recorder.count(ViewportMetric.readBack, transcript.readBack(in: window))
        let moving = transcript.movingSeconds(in: window)
        recorder.samples(
            ViewportMetric.seconds, [Double](repeating: 1, count: moving), unit: .count)
    }

    private func recordDisplay() {
        guard let display = transcript.display else {
            return recorder.fault(.harness, "the editor did not say what its window is drawn with")
        }
        for fact in display.facts { recorder.fact("display \(fact.key)", fact.value) }
    }

    private func recordOrder() {
        for (metric, sights) in [
            (ViewportMetric.tornShared, transcript.shared),
            (ViewportMetric.tornPresented, transcript.presented),
            (ViewportMetric.tornComposited, transcript.composited),
        ] {
            recorder.tears(metric, sights)
        }
        recorder.samples(ViewportMetric.repeated, transcript.repetitions, unit: .count)
        recorder.samples(ViewportMetric.backwards, transcript.regressions, unit: .count)
    }

    /// Records how far publications are from a beat of 60 a second, and what happens to pictures by a
    /// fixed rule.
    private func recordBeat(_ seconds: Int, isScreenFast: Bool) {
        record(ViewportMetric.beat, transcript.beat(in: window, seconds: seconds), .nanoseconds)
        recorder.count(ViewportMetric.burst, transcript.mostInATenth)
        let rules = transcript.fixedRules(in: window, isScreenFast: isScreenFast)
        recorder.count(ViewportMetric.fixedRules, rules.count)
        if let rule = rules.first { recorder.fact("fixed rule", rule) }
    }

    private func recordRates(_ pace: Double?, _ seconds: Int) {
        recordRate(
            transcript.published.map(\.done), seconds, ViewportMetric.rateRuntime,
            ViewportMetric.offRuntime)
        if let pace, pace < Double(ViewportLength.fewestPicturesPerSecond) {
            recorder.fact(
                "editor's rate",
                "not decided: the compositor shows \(Int(bounded: pace)) frames/s at most")
            return
        }
        recordRate(
            transcript.presented.map(\.time), seconds, ViewportMetric.rateEditor,
            ViewportMetric.offEditor)
    }

    private func recordRate(
        _ moments: [UInt64], _ seconds: Int, _ rate: String, _ deviation: String
    ) {
        let rates = ViewportTranscript.rates(moments, in: window, seconds: seconds)
        record(rate, rates, .perSecond)
        recordDeviations(of: rates, deviation)
    }

    /// Records how far rates are from 60 a second.
    func recordDeviations(of rates: [TimedValue], _ metric: String) {
        for period in rates {
            // No host makes a period too fast: without a time nothing excuses it.
            let batch = SampleBatch(
                metric: metric, unit: .perSecond, values: [abs(period.value - 60)],
                span: period.value > 60 ? nil : period.span)
            recorder.record(.samples(batch))
        }
    }

    /// Records values, each with its own time: what the host took is counted against that alone.
    func record(_ metric: String, _ values: [TimedValue], _ unit: MeasurementUnit) {
        for value in values {
            recorder.samples(metric, [value.value], unit: unit, span: value.span)
        }
    }
}

extension ViewportEvidence {
    /// Records the milestone's pipeline: tears at all three places, the age, and that it was this
    /// pipeline which showed the pictures.
    func recordDraw() {
        recordTears(ViewportMetric.drawTorn)
        recordPixels(ViewportMetric.pixels)
        record(ViewportMetric.drawAge, transcript.agesAtReplacement(in: window), .nanoseconds)
        let (blit, upload) = (transcript.display?.blit, transcript.display?.upload)
        recorder.fact(
            "display of the part draw", "blit \(blit ?? "?"), upload \(upload ?? "?")")
        if blit == "draw", upload == "staging" {
            recorder.count(ViewportMetric.drawShown, transcript.distinctShown(in: window))
        }
    }

    /// Records larger pictures.
    func recordLarge(_ size: WindowSize, ratesOver seconds: Int) {
        recordTears(ViewportMetric.largeTorn(size.height))
        recordPixels(ViewportMetric.pixels)
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

    /// Records how soon pictures were read that nobody shows.
    func recordReading() {
        let ages = transcript.agesWhenRead(in: window)
        record(ViewportMetric.readAge, ages, .nanoseconds)
        recorder.count(ViewportMetric.burst, transcript.mostInATenth)
    }

    /// Records of every picture whose pixels were compared whether some were wrong.
    private func recordPixels(_ metric: String) {
        recorder.samples(metric, transcript.pixels.map { $0 ? 1 : 0 }, unit: .count)
    }

    private func recordTears(_ metric: String) {
        for place in [transcript.shared, transcript.presented, transcript.composited] {
            recorder.tears(metric, place)
        }
    }
}

extension Recorder {
    /// Records which pictures of a place are torn, and says how many nobody can tell of.
    func tears(_ metric: String, _ place: [ViewportTranscript.Sight]) {
        let tears = ViewportTranscript.tears(place)
        samples(metric, tears, unit: .count)
        guard tears.count < place.count else { return }
        fact(
            "neither torn nor whole, \(metric)",
            "\(place.count - tears.count) of \(place.count) pictures: without marks, or not read back"
        )
    }
}
