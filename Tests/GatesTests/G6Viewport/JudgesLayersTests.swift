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
        let layers: [Layer]
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
        let told = try #require(manifest.layers.first)
        #expect(manifest.layers.count == 1 && told.libraryPath == path)
        #expect(told.name == layer.name && told.type == "GLOBAL")
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
        "What is no line of the layer's is a fault of the judge's, and names it",
        arguments: ["presented 9 1", "presented 9", "hello", "presented 1 2 3", "window 1"])
    func strange(line: String) {
        let log = CallLog(line)
        #expect(log.strangeLine == line && log.presentations.isEmpty)
        let kept = KeptMessages()
        log.recordComplaints("w", kept.recorder)
        #expect(kept.faults.count == 1 && kept.faults[0].text.contains(line))
    }

    @Test(
        "A window counts as watched by its presentations",
        arguments: [("", 0), (healthyLines, 1)] as [(String, Double)])
    func watched(text: String, windows: Double) {
        let kept = KeptMessages()
        CallLog(text).recordComplaints("w", kept.recorder)
        #expect(kept.values(ViewportMetric.watchedCalls).reduce(0, +) == windows)
    }

    @Test(
        "A window begins with the size of its pictures or of the screen",
        arguments: [
            ("window 640 360\nwindow 1000 600\n", 0), ("window 1280 720\nwindow 640 360\n", 0),
            ("window 640 640\nwindow 1280 720\n", 1), ("", 0),
        ])
    func beginning(text: String, count: Int) {
        let log = CallLog(text)
        #expect(log.strangeLine == nil)
        let found = violations { log.recordBeginning("w", pictures: .half, $0) }
        #expect(found.count == count)
    }

    // MARK: - Pictures that a late device is overtaken with

    /// Moments of a picture that was handed over at 0, to a device that is 250 late with it.
    struct Course: Sendable {
        /// When the editor took the next one.
        let taken: UInt64
        /// When two more were complete.
        let complete: [UInt64]
        /// When the editor said that the picture was presented.
        let said: UInt64
        let isOvertaken: Bool
    }

    @Test(
        "A picture is overtaken by the second that is complete after the next was taken",
        arguments: [
            Course(taken: 110, complete: [120, 140], said: 260, isOvertaken: true),
            // One of them may still have been written before.
            Course(taken: 110, complete: [100, 140], said: 260, isOvertaken: false),
            // The device has read it by then.
            Course(taken: 110, complete: [120, 251], said: 260, isOvertaken: false),
            Course(taken: 250, complete: [260, 270], said: 280, isOvertaken: false),
            // It was not late.
            Course(taken: 110, complete: [120, 140], said: 249, isOvertaken: false),
        ])
    func overtaken(course: Course) {
        var events = [
            record(.runtime, .framePublished(id: 1, doneNanoseconds: 900, epoch: 1), at: 901),
            record(
                .editor,
                .frameRead(id: 2, witness: 2, ageNanoseconds: 1, marks: .whole, epoch: 1),
                at: 1000 + course.taken),
        ]
        for (index, done) in course.complete.enumerated() {
            events.append(
                record(
                    .runtime,
                    .framePublished(
                        id: UInt64(index + 3), doneNanoseconds: 1000 + done, epoch: 1),
                    at: 1001 + done))
        }
        events.append(presented(at: 1000 + course.said))
        let count = ViewportTranscript(events).overtaken(within: 250, patience: nil)
        #expect(count == (course.isOvertaken ? 1 : 0))
    }

    /// Picture 1, which was complete at 900 and handed over at 1000.
    private func presented(at time: UInt64) -> EventRecord {
        record(
            .editor,
            .window(
                .framePresented(
                    id: 1, witness: nil, ageNanoseconds: 100, marks: .whole, epoch: 1,
                    readBackSlot: nil)), at: time)
    }

    @Test("An editor that keeps a picture until the device is done is asked by its patience")
    func kept() {
        let transcript = ViewportTranscript([
            record(.runtime, .framePublished(id: 1, doneNanoseconds: 900, epoch: 1), at: 901),
            record(.runtime, .framePublished(id: 3, doneNanoseconds: 1160, epoch: 1), at: 1161),
            record(.runtime, .framePublished(id: 4, doneNanoseconds: 1200, epoch: 1), at: 1201),
            presented(at: 1260),
        ])
        #expect(transcript.overtaken(within: 250, patience: nil) == 0)
        #expect(transcript.overtaken(within: 250, patience: 150) == 1)
        #expect(transcript.overtaken(within: 250, patience: 170) == 0)
    }

    private func violations(_ body: (Recorder) -> Void) -> [String] {
        let kept = KeptMessages()
        body(kept.recorder)
        return kept.violations.map(\.text)
    }
}
