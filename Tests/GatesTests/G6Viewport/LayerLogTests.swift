import Testing

@testable import Gates

@Suite("What the validation layer writes")
struct LayerLogTests {
    /// The deliberate hazard as the layer of 1.3.239 writes it.
    static let deliberate = """
        SYNC-HAZARD-WRITE-AFTER-WRITE(ERROR / SPEC): msgNum: 1544472022 - Validation Error: \
        [ SYNC-HAZARD-WRITE-AFTER-WRITE ] Object 0: handle = 0x20000000002, name = \
        weld-deliberate-hazard, type = VK_OBJECT_TYPE_BUFFER; | MessageID = 0x5c0ec5d6 | \
        vkCmdFillBuffer: Hazard WRITE_AFTER_WRITE for dstBuffer VkBuffer \
        0x20000000002[weld-deliberate-hazard].
            Objects: 1
                [0] 0x20000000002, type: 9, name: weld-deliberate-hazard

        """
    /// Complaints in the same words.
    static let complaint = """
        SYNC-HAZARD-READ-AFTER-WRITE(ERROR / SPEC): msgNum: -455515022 - Validation Error: \
        [ SYNC-HAZARD-READ-AFTER-WRITE ] Object 0: handle = 0x7f00, type = \
        VK_OBJECT_TYPE_QUEUE; | MessageID = 0xe4d96472 | vkCmdCopyImageToBuffer: Hazard.
            Objects: 1
                [0] 0x7f00, type: 4, name: NULL

        """

    @Test("The deliberate hazard is heard and is no complaint")
    func heard() {
        let log = LayerLog(Self.deliberate)
        #expect(log.messages.map(\.id) == ["SYNC-HAZARD-WRITE-AFTER-WRITE"])
        #expect(log.isHeard)
        #expect(log.complaints.isEmpty)
    }

    @Test("Everything else is a complaint, whole with its objects")
    func complaints() {
        let log = LayerLog(Self.complaint + Self.deliberate + Self.complaint)
        #expect(log.isHeard)
        #expect(
            log.complaints.map(\.id) == .init(repeating: "SYNC-HAZARD-READ-AFTER-WRITE", count: 2))
        #expect(log.complaints.first?.text.hasSuffix("name: NULL") == true)
    }

    @Test(
        "Nothing, and only complaints, is a layer that nobody made speak",
        arguments: ["", complaint])
    func silent(text: String) {
        #expect(!LayerLog(text).isHeard)
    }

    @Test("The same hazard on another object is a complaint")
    func otherObject() {
        let text = Self.deliberate.replacing("weld-deliberate-hazard", with: "staging")
        #expect(!LayerLog(text).isHeard)
        #expect(LayerLog(text).complaints.count == 1)
    }

    @Test("Another rule about the deliberate object is a complaint")
    func otherRule() {
        let text = Self.deliberate.replacing(
            "SYNC-HAZARD-WRITE-AFTER-WRITE", with: "VUID-vkDestroy")
        #expect(!LayerLog(text).isHeard)
        #expect(LayerLog(text).complaints.map(\.id) == ["VUID-vkDestroy"])
    }

    @Test("Newer words without a number are understood")
    func newer() {
        let log = LayerLog(
            """
            Validation Error: [ SYNC-HAZARD-WRITE-AFTER-WRITE ] | MessageID = 0x5c0ec5d6
            vkCmdFillBuffer(): WRITE_AFTER_WRITE hazard detected.
            Objects: 1
                [0] VkBuffer 0x20[weld-deliberate-hazard]
            Validation Warning: [ BestPractices-Something ] Object 0
            """)
        #expect(log.isHeard)
        #expect(log.complaints.map(\.id) == ["BestPractices-Something"])
    }

    @Test("What is not understood is not passed over")
    func unknown() {
        #expect(LayerLog("a word of some other layer\nand another\n").complaints.count == 1)
    }

    @Test("The judge's settings ask for everything but information, in the judge's file")
    func settings() {
        let lines = LayerSettings.text(logPath: "/s/layer.log").split(separator: "\n")
        #expect(
            lines == [
                "khronos_validation.debug_action = VK_DBG_LAYER_ACTION_LOG_MSG",
                "khronos_validation.log_filename = /s/layer.log",
                "khronos_validation.report_flags = error,warn,perf",
                "khronos_validation.enables = "
                    + "VK_VALIDATION_FEATURE_ENABLE_SYNCHRONIZATION_VALIDATION_EXT",
            ])
    }
}
