import Glibc
import Testing
import WeldPlatform

/// The editor's real binary in an environment of its own, with its events and its log.
final class EditorProcess {
    private var child: ChildProcess?
    private let events: OwnedDescriptor
    private let log: OwnedDescriptor
    private(set) var lines: [String] = []
    private var partial: [UInt8] = []

    /// The software driver alone, so that tests are the same on every machine.
    static let softwareDriver =
        "VK_DRIVER_FILES=/usr/share/vulkan/icd.d/lvp_icd.x86_64.json"

    /// Starts an editor that listens in the directory.
    ///
    /// - Parameter inheriting: Descriptors beside those of its log and its events (2 and 3).
    init(
        _ arguments: [String], environment: [String], in directory: String,
        inheriting others: [InheritedDescriptor] = []
    ) throws {
        let eventPipe = try PipeEnds()
        let logPipe = try PipeEnds()
        child = try ChildProcess.spawn(
            path: Self.path,
            arguments: ["--socket", "\(directory)/e.sock", "--events-fd", "3"] + arguments,
            environment: environment,
            inheriting: [
                InheritedDescriptor(logPipe.writeEnd.rawValue, as: 2),
                InheritedDescriptor(eventPipe.writeEnd.rawValue, as: 3),
            ] + others)
        events = try eventPipe.readEnd.duplicate()
        log = try logPipe.readEnd.duplicate()
    }

    /// The binary beside the test bundle, from the same build.
    private static var path: String {
        get throws { try builtFolder + "/weld-editor" }
    }

    /// Where the build puts its products.
    static var builtFolder: String {
        get throws {
            let own = try ProcessEnvironment.executablePath()
            return own.split(separator: "/", omittingEmptySubsequences: false).dropLast()
                .joined(separator: "/")
        }
    }

    /// All that an editor writes to its standard output.
    static func output(of arguments: [String]) throws -> String {
        let pipe = try PipeEnds()
        var child = try ChildProcess.spawn(
            path: path, arguments: arguments, environment: [],
            inheriting: [InheritedDescriptor(pipe.writeEnd.rawValue, as: 1)])
        #expect(try child.wait(until: .after(.seconds(10))) == .exited(code: 0))
        var text = [UInt8](repeating: 0, count: 65_536)
        let count =
            unsafe try text.withUnsafeMutableBytes { unsafe try pipe.readEnd.read(into: $0) } ?? 0
        return String(decoding: text.prefix(count), as: UTF8.self)
    }

    /// Waits for an event that contains a text, at most 20 s; of events that came after so many.
    func event(_ text: String, after seen: Int = 0) throws {
        let deadline = Deadline.after(.seconds(20))
        while !lines.dropFirst(seen).contains(where: { $0.contains(text) }) {
            guard try readEvents(until: deadline) else { throw Missing(text: text, seen: lines) }
        }
    }

    /// Waits for the end, at most 30 s, and reads all events on the way.
    func end() throws -> ProcessStatus {
        let deadline = Deadline.after(.seconds(30))
        while try readEvents(until: deadline) {}
        let status = try child?.wait(until: deadline) ?? .running
        if status == .running { Issue.record("still running: \(lines.suffix(5))") }
        return status
    }

    /// Sends the editor a signal.
    func signal(_ number: Int32) throws { try child?.kill(number) }

    /// The number in a field of the last event with this name; nil where there is none.
    func number(_ field: String, of event: String) -> Int? {
        guard let line = lines.last(where: { $0.contains(#""event":"\#(event)""#) }) else {
            return nil
        }
        let parts = line.split(separator: #""\#(field)":"#, maxSplits: 1)
        return parts.count == 2 ? Int(parts[1].prefix { $0.isNumber }) : nil
    }

    /// How many events contain all these texts.
    func count(_ texts: String...) -> Int {
        lines.count { line in texts.allSatisfy { line.contains($0) } }
    }

    /// All lines of the log, when the editor has ended.
    func logLines() throws -> [String] {
        var bytes: [UInt8] = []
        while case let chunk = try read(log), !chunk.isEmpty { bytes += chunk }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    private func readEvents(until deadline: Deadline) throws -> Bool {
        guard try !Poll.wait(events.rawValue, for: .readable, until: deadline).isEmpty else {
            return false
        }
        let chunk = try read(events)
        partial += chunk
        while let newline = partial.firstIndex(of: 10) {
            lines.append(String(decoding: partial[..<newline], as: UTF8.self))
            partial.removeSubrange(...newline)
        }
        return !chunk.isEmpty
    }

    private func read(_ descriptor: borrowing OwnedDescriptor) throws -> [UInt8] {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count =
            unsafe try chunk.withUnsafeMutableBytes { unsafe try descriptor.read(into: $0) } ?? 0
        return Array(chunk.prefix(count))
    }

    /// An event that did not come.
    struct Missing: Error, CustomStringConvertible {
        let text: String
        let seen: [String]
        var description: String { "no event with \(text); seen \(seen.suffix(8))" }
    }
}

/// The Vulkan layer of these tests, described to the loader in a directory of its own.
struct LostDeviceLayer {
    private static let name = "VK_LAYER_WELD_lost_device"
    private let directory: String

    /// Describes the layer in a directory.
    init(in directory: String) throws {
        self.directory = directory
        let library = try EditorProcess.builtFolder + "/liblost-device-layer.so"
        let file = try RegularFile.create("\(directory)/lost-device.json")
        let text = """
            {"file_format_version": "1.2.0", "layer": {"name": "\(Self.name)", "type": "GLOBAL",
            "library_path": "\(library)", "api_version": "1.3.0", "implementation_version": "1",
            "description": "loses the device"}}
            """
        _ = unsafe try Array(text.utf8).withUnsafeBytes { unsafe try file.write($0) }
    }

    /// What a client's environment must say; the submission is counted from 1.
    func environment(losingAt submission: Int) -> [String] {
        [
            "VK_LAYER_PATH=\(directory)", "VK_INSTANCE_LAYERS=\(Self.name)",
            "WELD_LOST_DEVICE_AT=\(submission)",
        ]
    }
}
