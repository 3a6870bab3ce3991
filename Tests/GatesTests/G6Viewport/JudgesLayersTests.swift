import Foundation
import GateKit
import Testing
import WeldContract

@testable import Gates

@Suite("The judge's own Vulkan layers")
struct JudgesLayersTests {
    private struct Manifest: Decodable {
        struct Layer: Decodable {
            let name: String
            let type: String
            let libraryPath: String
        }
        let fileFormatVersion: String
        let layer: Layer
    }

    @Test(
        "The loader is told where the layer lies, and by what name it is asked for",
        arguments: JudgesLayer.allCases)
    func manifest(layer: JudgesLayer) throws {
        let path = "/a \"b\"\\/\(layer.library)"
        let text = try layer.description(of: path)
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let manifest = try decoder.decode(Manifest.self, from: text)
        #expect(manifest.layer.libraryPath == path)
        #expect(manifest.layer.name == layer.name)
        #expect(manifest.layer.type == "GLOBAL")
    }

    @Test("The device is later than a window waits for its compositor, by several pictures")
    func delay() {
        #expect(Double(JudgesLayer.delay) > 100 + 2 * 1000.0 / 60)
    }

    @Test("The part of its control is the last window")
    func stage() throws {
        let attempt = try #require(
            G6Gate.controlAttempts.first { $0.controls.contains { $0.name == "return-slot-early" } }
        )
        #expect(ControlStage(attempt.controls) == .slowDevice)
    }

    // MARK: - What the calls came to

    /// An editor that validates: a picture complete at 1000 and presented at an age.
    private func transcript(age: UInt64, reporting severities: [String]) -> ViewportTranscript {
        var events: [EventRecord] = [
            record(.runtime, .framePublished(id: 7, doneNanoseconds: 1000, epoch: 1), at: 1100),
            record(
                .editor,
                .window(
                    .framePresented(
                        id: 7, witness: nil, ageNanoseconds: age, marks: .whole, epoch: 1,
                        readBackSlot: nil)), at: 3000),
        ]
        events += severities.map {
            record(
                .editor,
                .window(
                    .validationMessage(severity: $0, id: "WELD-canary", text: CallLog.canary)),
                at: 3000)
        }
        return ViewportTranscript(events)
    }

    private func record(_ role: ProcessRole, _ event: Event, at time: UInt64) -> EventRecord {
        EventRecord(event, time: time, pid: 1, role: role)
    }

    static let healthyLines = """
        presented 1500 1510
        canary warning
        canary error
        canary warning cut

        """

    @Test("A healthy window is no violation")
    func healthy() {
        let log = CallLog(Self.healthyLines)
        let found = violations { recorder in
            log.recordComplaints("w", recorder)
            log.recordWords(
                "w", transcript(age: 505, reporting: ["warning cut", "error", "warning"]), recorder)
        }
        #expect(found.isEmpty)
    }

    @Test("A wait or a barrier that is missing is a violation")
    func complaint() {
        let log = CallLog(Self.healthyLines + "complaint nobody waited\n")
        let found = violations { log.recordComplaints("w", $0) }
        #expect(found.count == 1 && found[0].contains("nobody waited"))
    }

    @Test(
        "A presentation is asked for after its submission and before the call",
        arguments: [499, 511] as [UInt64])
    func presentation(age: UInt64) {
        let log = CallLog(Self.healthyLines)
        let found = violations {
            log.recordWords(
                "w", transcript(age: age, reporting: ["warning cut", "error", "warning"]), $0)
        }
        #expect(found.count == 1 && found[0].contains("no presentation was due"))
    }

    @Test(
        "What the judge's layer says is listened to and reported, all of it",
        arguments: [
            (JudgesLayersTests.healthyLines, ["error"]),
            (JudgesLayersTests.healthyLines, ["error", "warning", "warning"]),
            ("presented 1500 1510\ncanary error\n", ["error"]),
        ])
    func canary(text: String, reported: [String]) {
        let log = CallLog(text)
        let found = violations {
            log.recordWords("w", transcript(age: 505, reporting: reported), $0)
        }
        #expect(found.count == 1 && found[0].contains("reports"))
    }

    @Test(
        "What is no line of the layer's is counted and nothing else", arguments: ["presented 9 1"])
    func strange(line: String) {
        let log = CallLog(line)
        #expect(log.strangeLines == 1 && log.presentations.isEmpty)
    }

    private func violations(_ body: (Recorder) -> Void) -> [String] {
        let kept = KeptMessages()
        body(kept.recorder)
        return kept.violations.map(\.text)
    }
}
