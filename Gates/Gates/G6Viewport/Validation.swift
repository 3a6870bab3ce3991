internal import Foundation
internal import GateHost
internal import GateKit
internal import WeldContract

/// The editor with the validation layer between it and its driver, and the judge's own ear at the
/// layer.
final class ValidationRun {
    private let run: WindowedRun
    private let gestures: WindowGestures?
    private let settings: LayerSettings
    private let own: JudgesLayers
    /// Between the window and its compositor; nil in a user's session.
    private let relay: WaylandRelay?
    private let part: ViewportPart
    private let start: UInt64
    private let recorder: Recorder

    /// Starts the editor and waits for its first picture; nil where it does not come to that,
    /// which is recorded.
    init?(seconds: Int, on stage: WindowStage, _ plan: AttemptPlan, recorder: Recorder) throws {
        let part = ViewportPart.validation(seconds: seconds)
        self.part = part
        self.recorder = recorder
        let directory = try WindowedRun.directory(of: part, plan)
        settings = try LayerSettings(in: directory)
        own = try JudgesLayers([.callWatch], in: directory, plan)
        let relay =
            stage.compositor.commandSocket == nil
            ? nil
            : try WaylandRelay(
                to: stage.socket,
                at: "\(plan.scratchDirectory)/weld-\(ProcessEnvironment.pid)-relay.sock")
        self.relay = relay
        try relay?.start(within: .seconds(20))
        var variables = settings.variables.merging(own.variables) { $1 }
        variables["WAYLAND_DISPLAY"] = relay?.path
        run = try WindowedRun(part, on: stage, plan, variables: variables, recorder: recorder)
        gestures = WindowGestures(on: run, stage, plan, recorder: recorder)
        stage.events.confirmSabotage(plan, recorder: recorder)
        guard try run.waitForPicture(within: .seconds(20)) else {
            try run.end()
            return nil
        }
        start = MonotonicClock.now()
    }

    deinit { relay?.close() }

    /// Does to its window what a user does, watches for the rest of its time, ends it by closing
    /// the window, and records what came of that and what the layer said.
    func end() throws {
        try gestures?.resize(pictures: part.size)
        if try run.watch(until: start + UInt64(part.seconds) * 1_000_000_000) {
            try gestures?.close()
        }
        try run.end()
        relay?.record(part.name, recorder)
        let log = settings.read()
        LayerEvidence(log, run.transcript, recorder: recorder).record()
        let calls = own.calls()
        calls.recordComplaints(part.name, recorder)
        if gestures != nil { calls.recordBeginning(part.name, pictures: part.size, recorder) }
        // Without the layer that it asks for an editor has nothing to listen to.
        if log.isHeard { calls.recordWords(part.name, run.transcript, recorder) }
    }
}

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

/// The settings that the judge gives the validation layer, and the file in which it writes.
struct LayerSettings {
    /// Where the layer writes.
    let logPath: String
    /// What the editor's environment needs, so that the layer finds them.
    let variables: [String: String]

    /// Writes the settings into a directory of the judge's.
    init(in directory: String) throws(ViewportFault) {
        logPath = "\(directory)/layer.log"
        let file = "\(directory)/vk_layer_settings.txt"
        variables = ["VK_LAYER_SETTINGS_PATH": file]
        do {
            try Self.text(logPath: logPath).write(toFile: file, atomically: false, encoding: .utf8)
        } catch {
            throw .harness("cannot write the layer's settings \(file): \(error)")
        }
    }

    /// The settings themselves: everything but information, synchronization included, to a file.
    static func text(logPath: String) -> String {
        """
        khronos_validation.debug_action = VK_DBG_LAYER_ACTION_LOG_MSG
        khronos_validation.log_filename = \(logPath)
        khronos_validation.report_flags = error,warn,perf
        khronos_validation.enables = VK_VALIDATION_FEATURE_ENABLE_SYNCHRONIZATION_VALIDATION_EXT

        """
    }

    /// What the layer wrote so far; nothing where it made no file.
    func read() -> LayerLog {
        let bytes = ForeignFile.beginning(of: logPath, atMost: 16 << 20) ?? []
        return LayerLog(String(decoding: bytes, as: UTF8.self))
    }
}

/// What the validation layer wrote to a file of the judge's own.
///
/// The judge hears the layer itself: what the editor reports of it is compared, and decides
/// nothing alone.
struct LayerLog: Equatable {
    /// One message of the layer.
    struct Message: Equatable {
        /// The rule's name, such as "SYNC-HAZARD-READ-AFTER-WRITE"; empty where it has none.
        let id: String
        /// All of its lines.
        let text: String

        /// Whether it is about the fault that the editor makes on purpose, so that a layer that
        /// says nothing can be told from one that has nothing to say.
        var isDeliberate: Bool {
            id.contains("SYNC-HAZARD-WRITE-AFTER-WRITE") && text.contains(deliberateObject)
        }
    }

    /// The name of the object of the deliberate fault.
    static let deliberateObject = "weld-deliberate-hazard"

    /// Every message in its order.
    let messages: [Message]

    /// Reads what the layer wrote.
    ///
    /// Lines before the first message are one of their own: what is not understood is not passed
    /// over.
    init(_ text: String) {
        var messages: [[Substring]] = []
        for line in text.split(separator: "\n") {
            if messages.isEmpty || Self.isFirst(line) {
                messages.append([line])
            } else {
                messages[messages.count - 1].append(line)
            }
        }
        self.messages = messages.map { lines in
            Message(id: Self.id(lines[0]), text: lines.joined(separator: "\n"))
        }
    }

    /// Whether the layer spoke, synchronization validation included.
    var isHeard: Bool { messages.contains(where: \.isDeliberate) }

    /// Everything that was not asked for.
    var complaints: [Message] { messages.filter { !$0.isDeliberate } }

    /// Layers write "RULE(ERROR / SPEC): msgNum: N - Validation Error: [ RULE ] …", newer ones
    /// also without what stands before "Validation"; what follows about objects is indented.
    private static func isFirst(_ line: Substring) -> Bool {
        guard line.first?.isWhitespace == false else { return false }
        return line.contains("): msgNum: ") || line.hasPrefix("Validation ")
    }

    private static func id(_ line: Substring) -> String {
        if let open = line.firstRange(of: "[ "),
            let close = line[open.upperBound...].firstRange(of: " ]")
        {
            return String(line[open.upperBound..<close.lowerBound])
        }
        return line.contains("): msgNum: ") ? String(line.prefix { $0 != "(" }) : ""
    }
}
