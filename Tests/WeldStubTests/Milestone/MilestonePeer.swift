import Foundation
import Glibc
import TestSupport
import Testing
import WeldPlatform

/// The milestone's editor in C, with a runtime of ours or of its own; what it saw it says on standard
/// output (Tests/MilestonePeer).
final class MilestoneEditor {
    private var child: ChildProcess?
    private let output: OwnedDescriptor
    private var text = ""
    let pid: Int32

    init(_ runtime: String, in directory: String, milliseconds: Int) throws {
        let pipe = try PipeEnds()
        let child = try ChildProcess.spawn(
            path: StubProcess.path(of: "milestone-editor"),
            arguments: [
                "--runtime", StubProcess.path(of: runtime), "--socket", "\(directory)/e.sock",
                "--milliseconds", String(milliseconds),
            ], inheriting: [InheritedDescriptor(pipe.writeEnd.rawValue, as: 1)])
        pid = child.pid
        self.child = consume child
        output = try pipe.readEnd.duplicate()
    }

    /// What its region is called.
    var regionName: String { "weld-shm-viewport-\(pid)" }

    /// Waits until it has said a line that begins so, for the given time, and returns the rest of that line.
    func line(_ beginning: String, times: Int = 1) throws -> String {
        let deadline = Deadline.after(.seconds(15))
        while !deadline.hasPassed {
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
                .filter { $0.hasPrefix(beginning + " ") }
            if lines.count >= times {
                return String(lines[times - 1].dropFirst(beginning.count + 1))
            }
            _ = try Poll.wait(output.rawValue, for: .readable, until: deadline)
            guard try read() else { break }
        }
        throw Missing(line: beginning, text: text)
    }

    /// The pid of the runtime that it started as its first, second and so on.
    func runtime(_ number: Int) throws -> Int32 {
        try #require(Int32(line("runtime", times: number)))
    }

    /// The figures of its last line, by name.
    func figures() throws -> [String: Int] {
        let words = try line("echoes").split(separator: " ")
        var figures = ["echoes": Int(words[0]) ?? -1]
        for index in stride(from: 1, to: words.count - 1, by: 2) {
            figures[String(words[index])] = Int(words[index + 1]) ?? -1
        }
        return figures
    }

    func signal(_ number: Int32) throws { try child?.kill(number) }

    func end() throws -> ProcessStatus { try child?.wait(until: .after(.seconds(15))) ?? .running }

    private func read() throws -> Bool {
        var chunk = [UInt8](repeating: 0, count: 4096)
        let count =
            unsafe try chunk.withUnsafeMutableBytes { unsafe try output.read(into: $0) } ?? 0
        text += String(decoding: chunk.prefix(count), as: UTF8.self)
        return count > 0
    }

    /// A line that did not come.
    struct Missing: Error, CustomStringConvertible {
        let line: String
        let text: String
        var description: String { "no line '\(line) …' in: \(text)" }
    }
}

/// How often each direction is lived through in the test that kills: `WELD_PEER_ROUNDS`, 20 of them
/// unless given.
let peerRounds =
    ProcessInfo.processInfo.environment["WELD_PEER_ROUNDS"].flatMap { Int($0) } ?? 20

/// Whether anything of a process is left: its entry, which a zombie that nobody reaps yet has too.
func isRunning(_ pid: Int32) -> Bool {
    guard let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8) else {
        return false
    }
    return stat.split(separator: ")").last?.split(separator: " ").first != "Z"
}

/// Waits for the end of a process that is nobody's child of ours; false where it does not come.
func hasEnded(_ pid: Int32) throws -> Bool {
    let deadline = Deadline.after(.seconds(5))
    while isRunning(pid) {
        if deadline.hasPassed { return false }
        sched_yield()
    }
    return true
}
