import GateKit
import Testing
import WeldContract

@testable import Gates

@Suite("What is recorded of the validation layer")
struct LayerEvidenceTests {
    private func record(_ log: String, editorsMessages: Int = 0) -> KeptMessages {
        let messages = (0..<editorsMessages).map {
            EventRecord.editor(
                1,
                .window(
                    .validationMessage(
                        severity: "error", id: "SYNC-HAZARD-READ-AFTER-WRITE", text: "\($0)")))
        }
        let kept = KeptMessages()
        LayerEvidence(
            LayerLog(log),
            ViewportTranscript([.editor(1, .display(validation: "1.3.239"))] + messages),
            recorder: kept.recorder
        ).record()
        return kept
    }

    @Test("A layer that only spoke of what it was made to speak of has no complaint")
    func clean() {
        let kept = record(LayerLogTests.deliberate)
        #expect(kept.values(ViewportMetric.layer) == [1])
        #expect(kept.values(ViewportMetric.validation) == [0])
        #expect(kept.faults.isEmpty && kept.violations.isEmpty)
    }

    @Test(
        "A silent layer is a precondition that fails, whatever the editor says, and nothing counts",
        arguments: ["", LayerLogTests.complaint], [0, 3])
    func silent(log: String, editorsMessages: Int) {
        let kept = record(log, editorsMessages: editorsMessages)
        #expect(kept.faults.map(\.kind) == [.precondition])
        #expect(kept.values(ViewportMetric.layer).isEmpty)
        #expect(kept.values(ViewportMetric.validation).isEmpty)
    }

    @Test("Complaints are counted by the judge's ear, and agree with an editor that reports some")
    func complaints() {
        let kept = record(
            LayerLogTests.deliberate + LayerLogTests.complaint + LayerLogTests.complaint,
            editorsMessages: 1)
        #expect(kept.values(ViewportMetric.validation) == [2])
        #expect(kept.violations.isEmpty)
    }

    @Test(
        "An editor that conceals what the layer wrote, or invents some, contradicts",
        arguments: [true, false])
    func disagreement(conceals: Bool) {
        let kept = record(
            LayerLogTests.deliberate + (conceals ? LayerLogTests.complaint : ""),
            editorsMessages: conceals ? 0 : 1)
        #expect(kept.values(ViewportMetric.validation) == [conceals ? 1 : 0])
        #expect(kept.violations.map(\.kind) == [.misbehaviour])
    }
}
