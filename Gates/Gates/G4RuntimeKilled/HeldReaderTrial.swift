internal import FrameWitness
internal import GateHost
internal import GateKit
internal import WeldContract

/// A runtime dies while its editor reads a picture, and its successor draws before the reading goes
/// on: the picture that is being read is nobody's to draw into (viewport.md#crash-rules).
struct HeldReaderTrial {
    let plan: AttemptPlan
    let recorder: Recorder

    private static let patience: Duration = .seconds(5)
    /// Pictures of the successor's, enough to have used every slot that it may use.
    private static let pictures = 8

    /// Makes the trial.
    func run() throws {
        let start = MonotonicClock.now()
        let editor = try EditorRun(
            "held-reader", plan: plan, editorHold: .reading, recorder: recorder)
        guard editor.waitForHold(EditorPhase.reading, within: .seconds(10)) != nil,
            let first = editor.runtimePIDs.first
        else { throw editor.notReady(since: start) }
        let region = try Self.region(of: editor.editorPID)
        let before = region.flatMap(Self.readersPicture)
        let victim = try RuntimeHandle(pid: first)
        victim.signal(Signals.kill)
        let killed = MonotonicClock.now()
        var drawn = 0
        let isDrawn = editor.events.wait(until: .after(Self.patience)) { event in
            if event.kind == .framePublished, event.pid != first { drawn += 1 }
            return drawn >= Self.pictures
        }
        if isDrawn == nil {
            recorder.violation(
                .hang, "the successor of a runtime had not drawn after \(Self.patience)",
                span: .since(killed))
        }
        // By the judge's own look: nobody drew into what is being read.
        if let region, let before {
            let after = Self.readersPicture(region)
            let isKept = after?.record == before.record && after?.reading.isTorn == false
            recorder.trial(DeathMetric.succession, holds: isKept)
            if !isKept {
                recorder.fact(
                    "reader that was held", "picture \(before.record.frame) was drawn into")
            }
        } else {
            recorder.fact("reader that was held", "its region could not be looked at")
        }
        withExtendedLifetime(victim) {}
        editor.signalEditor(Signals.user2)
        editor.signalEditor(Signals.terminate)
        _ = try editor.waitForEditor(within: Self.patience)
        try editor.recordLeft(by: "the held reader")
    }

    private static func region(of editor: Int32) throws -> SharedRegion? {
        guard let entry = RegionView.object(of: editor) else { return nil }
        return try SharedRegion(
            try MemoryObject.opening(entry.number, of: editor), pictures: .standard)
    }

    /// The picture that the reader has; nil where the region gives a slot to two.
    private static func readersPicture(_ region: SharedRegion) -> SharedRegion.Look? {
        for _ in 0..<100 {
            if let look = region.look(comparesPixels: false) { return look }
            // Somebody is between an exchange and its mirror.
            Pause.wait(.milliseconds(2))
        }
        return nil
    }
}
