internal import GateKit
internal import WeldContract

/// Records what the validation layer said: by the judge's own ear, the editor's word beside it.
struct LayerEvidence {
    private let log: LayerLog
    private let transcript: ViewportTranscript
    private let recorder: Recorder

    init(_ log: LayerLog, _ transcript: ViewportTranscript, recorder: Recorder) {
        self.log = log
        self.transcript = transcript
        self.recorder = recorder
    }

    /// Records the messages, and that there was a layer to make some.
    ///
    /// A layer that does not speak of the fault made on purpose is no layer: that is a failure of
    /// the machine's, and nothing is counted.
    func record() {
        guard let display = transcript.display else {
            return recorder.fault(.harness, "the editor did not say what its window is drawn with")
        }
        recorder.fact("validation layer", display.validation ?? "none")
        guard log.isHeard else {
            return recorder.fault(
                .precondition,
                "the Vulkan validation layer did not speak of the hazard that the editor makes on "
                    + "purpose: it is not installed (package vulkan-validationlayers), it comes "
                    + "without synchronization validation, or a layer or setting of the whole "
                    + "system silences it (/etc/vulkan, /usr/share/vulkan/implicit_layer.d)")
        }
        recorder.count(ViewportMetric.layer)
        recorder.count(ViewportMetric.validation, log.complaints.count)
        for message in log.complaints.prefix(5) { recorder.fact("validation", message.text) }
        recordDisagreement()
    }

    /// The two hear the same layer, but not every kind of message: only one that heard nothing
    /// where the other did contradicts it.
    private func recordDisagreement() {
        let (own, editors) = (log.complaints.count, transcript.validation.count)
        guard (own == 0) != (editors == 0) else { return }
        let example = log.complaints.first?.id ?? transcript.validation.first ?? ""
        recorder.violation(
            .misbehaviour,
            "the editor reports \(editors) messages of the validation layer where the layer wrote "
                + "\(own): \(example)")
    }
}
