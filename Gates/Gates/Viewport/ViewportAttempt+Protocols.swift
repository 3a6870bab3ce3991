internal import GateKit

extension ViewportAttempt {
    /// Two slots at 60 Hz: they must pass as long as nobody is late.
    func watchTwoSlots() throws {
        recorder.progress("two slots at 60 Hz")
        let transcript = try RealTime.run { () throws -> ViewportTranscript in
            let run = try HeadlessRun(
                "two", arguments: ["--viewport", "two-slot"], plan: plan, recorder: recorder)
            run.watch(seconds: length.twoSlots)
            return try run.end()
        }
        let torn = transcript.shared.count(where: \.isTorn)
        guard torn == 0 || RealTime.isAllowed else {
            // Only time protects two slots: where a neighbour can take it, a tear proves nothing.
            return recorder.fact(
                "two slots", "not decided: \(torn) torn pictures outside the real-time class")
        }
        record(ViewportMetric.twoSlots, transcript)
    }

    /// Three slots, a writer without a pause, and either side stopped wherever it is.
    ///
    /// - Parameter meanwhile: What is done between two stops.
    func watchAdversaryOfThreeSlots(meanwhile: () -> Void) throws {
        recorder.progress("three slots under the adversary")
        let run = try HeadlessRun(
            "three", arguments: HeadlessRun.unthrottled, plan: plan, recorder: recorder)
        let stops = try run.harass(
            seconds: length.adversary, seed: plan.seed, meanwhile: meanwhile)
        recorder.count(ViewportMetric.stops, stops)
        record(ViewportMetric.adversary, try run.end())
    }

    /// The control: what two slots do under the same adversary.
    func watchAdversaryOfTwoSlots() throws {
        recorder.progress("two slots under the adversary")
        let run = try HeadlessRun(
            "two", arguments: HeadlessRun.unthrottled, plan: plan, recorder: recorder)
        run.watch(seconds: length.window)
        record(ViewportMetric.tornShared, try run.end())
    }

    private func record(_ metric: String, _ transcript: ViewportTranscript) {
        recorder.samples(metric, transcript.shared.map { $0.isTorn ? 1 : 0 }, unit: .count)
    }
}
