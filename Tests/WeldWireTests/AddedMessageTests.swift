import Foundation
import Testing

/// Does what CONTRIBUTING says about a new message, in a copy: one new file in `Messages`, and two
/// lines a message in `MessageType.swift`.
@Suite("A new message")
struct AddedMessageTests {
    static let repository = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    @Test("two files add a message to encoder, decoder, rules, counters and documentation")
    func twoFiles() throws {
        let place = FileManager.default.temporaryDirectory
            .appending(path: "added-message-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: place) }
        let files = try copy(to: place)
        try list(in: place.appending(path: "MessageType.swift"))

        let probe = place.appending(path: "probe").path
        let build = ["-swift-version", "6", "-Onone", "-o", probe] + files
        let compiled = try run(["swiftc"] + build, in: place)
        try #require(compiled.status == 0, "\(compiled.output)")
        let ran = try run([probe], in: place)
        #expect(ran.status == 0)
        #expect(
            ran.output.split(separator: "\n") == [
                "frames: true 816",
                "request: Optional(probe.MessageType.askWeather) true",
                "reply: weather awaited 1",
                "counts: 2 2 0",
                "catalogue: Optional(probe.MessageType.weather) runtime",
                "row: | 200 | Weather | R to E | reply to AskWeather | 0 u64 rain | 8 | 32 "
                    + "| 0x945908db04f1d9cc |",
            ])
    }

    /// Copies the module, the stubs' counters and the change into one place; returns the names.
    private func copy(to place: URL) throws -> [String] {
        var sources = [
            Self.repository.appending(path: "Sources/WeldStub/Events/TrafficCounts.swift")
        ]
        let module = Self.repository.appending(path: "Sources/WeldWire")
        for case let path as String in try #require(
            FileManager.default.enumerator(atPath: module.path))
        where path.hasSuffix(".swift") {
            sources.append(module.appending(path: path))
        }
        let change = try #require(
            Bundle.module.url(forResource: "AddedMessage", withExtension: nil))
        sources += try FileManager.default.contentsOfDirectory(
            at: change, includingPropertiesForKeys: nil)
        for source in sources {
            // One module here, which cannot import itself.
            let text = try String(contentsOf: source, encoding: .utf8)
                .replacing("public import WeldWire\n", with: "")
            try text.write(
                to: place.appending(path: source.lastPathComponent), atomically: false,
                encoding: .utf8)
        }
        return sources.map(\.lastPathComponent)
    }

    /// Adds the cases and their declarations to the list of types; the numbers leave gaps.
    private func list(in file: URL) throws {
        var text = try String(contentsOf: file, encoding: .utf8)
        for (anchor, lines) in [
            ("case shmRegionsHandoff = 14", "case askWeather = 40\n    case weather = 200"),
            (
                "case .shmRegionsHandoff: ShmRegionsHandoff.self",
                "case .askWeather: AskWeather.self\n        case .weather: Weather.self"
            ),
        ] {
            try #require(text.contains(anchor))
            text = text.replacing(anchor, with: anchor + "\n" + lines)
        }
        try text.write(to: file, atomically: false, encoding: .utf8)
    }

    private func run(
        _ command: [String], in place: URL
    ) throws -> (status: Int32, output: String) {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        process.currentDirectoryURL = place
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = String(
            decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, output)
    }
}
