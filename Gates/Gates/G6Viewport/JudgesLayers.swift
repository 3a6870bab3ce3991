internal import Foundation
internal import GateHost
internal import GateKit
internal import WeldContract

/// A Vulkan layer of the judge's, between an editor and its driver: a library beside the programs.
enum JudgesLayer: String, CaseIterable {
    /// A device that is late with everything it is given (gates.md#slow-device).
    ///
    /// A driver in software draws within the call that presents: there nobody is found out who does
    /// not wait for the device.
    case slowDevice = "slow-device"
    /// What the calls say that no picture shows (gates.md#call-watch).
    case callWatch = "call-watch"

    /// How late the slow device begins, in milliseconds: later than a window waits for its compositor
    /// before it chooses the next picture, and by many pictures of the runtime's.
    static let delay = 250

    /// The file of the library.
    var library: String { "\(rawValue)-layer" }

    /// The name that the loader is asked for.
    var name: String { "VK_LAYER_WELD_\(rawValue.replacing("-", with: "_"))" }

    /// Where the library stands; nil where it was not built, or does not stand beside the programs.
    func path(_ plan: AttemptPlan) -> String? {
        let observer = URL(fileURLWithPath: ObserverProcess.path(plan))
        let path = observer.deletingLastPathComponent().appendingPathComponent(library).path
        return FileManager.default.isReadableFile(atPath: path) ? path : nil
    }

    /// The manifest that the loader reads.
    ///
    /// The loader takes whatever follows the member `layer` for a second layer, and leaves such a
    /// manifest out without a word: so the layer stands in the list `layers`, and the members in one
    /// order.
    func description(of library: String) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let layer = Manifest.Layer(
            name: name, libraryPath: library, description: "\(rawValue), of weld-gates")
        return try encoder.encode(Manifest(layers: [layer]))
    }

    private struct Manifest: Encodable {
        struct Layer: Encodable {
            let name: String
            let type = "GLOBAL"
            let libraryPath: String
            let apiVersion = "1.3.0"
            let implementationVersion = "1"
            let description: String

            private enum CodingKeys: String, CodingKey {
                case name, type, description
                case libraryPath = "library_path"
                case apiVersion = "api_version"
                case implementationVersion = "implementation_version"
            }
        }

        let fileFormatVersion = "1.2.0"
        let layers: [Layer]

        private enum CodingKeys: String, CodingKey {
            case layers
            case fileFormatVersion = "file_format_version"
        }
    }
}

/// The judge's layers of one window, described to the loader in a directory of the judge's.
struct JudgesLayers {
    /// What the editor's environment needs, so that the loader finds them.
    let variables: [String: String]
    /// What the watched calls came to is written here.
    private let watchPath: String
    /// Once this is there the slow device does nothing any more.
    private let stallPath: String

    /// Where the loader looks for layers by itself, which a path of ours would replace.
    private static let ordinaryPlaces = [
        "/etc", "/usr/local/etc", "/usr/local/share", "/usr/share",
    ]
    .map { "\($0)/vulkan/explicit_layer.d" }

    /// Describes the layers, in no order; one that was not built cannot judge, and is asked for.
    ///
    /// - Parameter delay: How late the slow device is, in milliseconds.
    init(
        _ layers: [JudgesLayer], delay: Int = JudgesLayer.delay, in directory: String,
        _ plan: AttemptPlan
    ) throws(ViewportFault) {
        watchPath = "\(directory)/calls.log"
        stallPath = "\(directory)/stall"
        for layer in layers {
            guard let library = layer.path(plan) else {
                throw .precondition("\(layer.library) is missing: run swift build")
            }
            let file = "\(directory)/\(layer.rawValue).json"
            do {
                try layer.description(of: library).write(to: URL(fileURLWithPath: file))
            } catch {
                throw .harness("cannot describe the layer in \(file): \(error)")
            }
        }
        variables = [
            "VK_LAYER_PATH": ([directory] + Self.ordinaryPlaces).joined(separator: ":"),
            "VK_INSTANCE_LAYERS": layers.map(\.name).joined(separator: ":"),
            "WELD_SLOW_DEVICE_MS": String(delay), "WELD_SLOW_DEVICE_STALL": stallPath,
            "WELD_CALL_WATCH": watchPath,
        ]
    }

    /// Lets the slow device stand still.
    func stall() throws(SystemError) { try RegularFile.create(stallPath).close() }

    /// What the watched calls came to.
    func calls() -> CallLog {
        let bytes = ForeignFile.beginning(of: watchPath, atMost: 16 << 20) ?? []
        return CallLog(String(decoding: bytes, as: UTF8.self))
    }
}

/// What the judge's layer saw of an editor's calls.
struct CallLog {
    /// Waits and barriers that are missing.
    private(set) var complaints: [String] = []
    /// For each presentation from when to when it can have been asked for: after its commands were
    /// submitted, and before the call.
    private(set) var presentations: [ClosedRange<UInt64>] = []
    /// The sizes of the window's images, in the order in which they were made.
    private(set) var sizes: [WindowSize] = []
    /// The severities of what the layer said where the editor listens, and whether it was too long
    /// for an event.
    private(set) var canaries: [String] = []
    /// The first line that is none of these: not the layer's, or not whole.
    private(set) var strangeLine: String?

    /// What stands in everything that the layer says to the editor.
    static let canary = "weld-canary"

    /// Reads the layer's file.
    init(_ text: String) {
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            switch words.first {
            case "complaint": complaints.append(words.dropFirst().joined(separator: " "))
            case "canary": canaries.append(words.dropFirst().joined(separator: " "))
            case "window":
                let sides = words.dropFirst().compactMap { Int($0) }
                if sides.count == 2 {
                    sizes.append(WindowSize(width: sides[0], height: sides[1]))
                } else {
                    strangeLine = strangeLine ?? String(line)
                }
            case "presented":
                let times = words.dropFirst().compactMap { UInt64($0) }
                guard times.count == 2, times[0] <= times[1] else { fallthrough }
                presentations.append(times[0]...times[1])
            default: strangeLine = strangeLine ?? String(line)
            }
        }
    }

    /// Records how many presentations were watched, and waits and barriers that are missing in the
    /// calls of a window.
    func recordComplaints(_ name: String, _ recorder: Recorder) {
        recorder.fact("call-watch, \(name)", "\(presentations.count) presentations")
        recorder.count(ViewportMetric.watchedCalls, min(1, presentations.count))
        if let strangeLine {
            let line = PrintableText.line(strangeLine)
            recorder.fault(.harness, "call-watch-layer did not write this line (\(name)): \(line)")
        }
        if let first = complaints.first {
            recorder.violation(
                .misbehaviour, "calls of the editor, \(complaints.count) times (\(name)): \(first)")
        }
    }

    /// Records where a window of the judge's compositor begins in a size that nobody asked for: one
    /// that is left to the window is its pictures' (viewport.md#window).
    func recordBeginning(_ name: String, pictures: WindowSize, _ recorder: Recorder) {
        guard let first = sizes.first, first != pictures, first != .standard else { return }
        recorder.violation(
            .misbehaviour,
            "the window begins with \(first.width)x\(first.height) pixels, which are neither its "
                + "pictures' nor the screen's (\(name))")
    }

    /// Records what is wrong with what an editor that validates says of its calls, and of what the
    /// layer said to it.
    ///
    /// Of no use where another layer keeps the calls: the loader's order of layers is its own.
    func recordWords(_ name: String, _ transcript: ViewportTranscript, _ recorder: Recorder) {
        guard !presentations.isEmpty else { return }
        let impossible = transcript.presentationTimes.filter { time in
            !presentations.contains { $0.contains(time) }
        }
        if let first = impossible.first {
            recorder.violation(
                .misbehaviour,
                "the editor says \(impossible.count) times that it presented when no presentation "
                    + "was due (\(name)): at \(first)")
        }
        let heard = transcript.canaries
        guard canaries.sorted() == Self.severities.sorted(), heard.sorted() == canaries.sorted()
        else {
            return recorder.violation(
                .misbehaviour,
                "of what the judge's layer says to the editor (\(Self.list(Self.severities))) it "
                    + "listens to \(Self.list(canaries)) and reports \(Self.list(heard)) (\(name))")
        }
    }

    /// What an editor that validates listens to.
    static let severities = ["warning", "error", "warning cut"]

    private static func list(_ words: [String]) -> String {
        words.isEmpty ? "nothing" : words.joined(separator: ", ")
    }
}
