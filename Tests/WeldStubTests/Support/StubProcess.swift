import Glibc
import Testing
import WeldPlatform

/// A stub's real binary under test, with its events and its log.
final class StubProcess {
    private var child: ChildProcess?
    private var events: OwnedDescriptor?
    private let log: OwnedDescriptor
    private var lines: [String] = []
    private var partial: [UInt8] = []
    let pid: Int32

    /// Starts a stub; with events, unless told otherwise.
    init(_ program: String, _ arguments: [String], events: Bool = true) throws {
        let eventPipe = try PipeEnds()
        let logPipe = try PipeEnds()
        var arguments = arguments
        var inherited = [InheritedDescriptor(logPipe.writeEnd.rawValue, as: 2)]
        if events {
            arguments += ["--events-fd", "3"]
            inherited.append(InheritedDescriptor(eventPipe.writeEnd.rawValue, as: 3))
        }
        let child = try ChildProcess.spawn(
            path: Self.path(of: program), arguments: arguments, inheriting: inherited)
        pid = child.pid
        self.child = consume child
        self.events = events ? try eventPipe.readEnd.duplicate() : nil
        log = try logPipe.readEnd.duplicate()
    }

    /// An editor that serves whoever comes, and listens at a path already.
    static func openEditor(at path: String, _ more: [String] = []) throws -> StubProcess {
        let editor = try StubProcess(
            "weld-editor",
            ["--headless", "--no-spawn", "--keep-accepting", "--socket", path] + more)
        try editor.event(#""event":"listening""#)
        return editor
    }

    /// The pid of the next runtime that an editor says it has started.
    func spawnedChild() throws -> Int32 {
        let spawned = try event(#""event":"spawned""#)
        let digits = spawned.split(separator: #""child":"#).last?.prefix { $0.isNumber }
        return try #require(Int32(digits ?? ""), "\(spawned)")
    }

    /// Asks it to end, which it must do cleanly.
    func stop() throws {
        try signal(SIGTERM)
        #expect(try end() == .exited(code: 0))
    }

    /// The binary beside the test bundle, from the same build.
    static func path(of program: String) throws -> String {
        let own = try ProcessEnvironment.executablePath()
        return own.split(separator: "/", omittingEmptySubsequences: false).dropLast()
            .joined(separator: "/") + "/" + program
    }

    /// Waits for the end, at most 10 s.
    func end() throws -> ProcessStatus {
        let status = try child?.wait(until: .after(.seconds(10))) ?? .running
        if status == .running { Issue.record("still running: \(lines.suffix(5))") }
        return status
    }

    /// Sends a signal.
    func signal(_ number: Int32) throws {
        try child?.kill(number)
    }

    /// Waits for an event that contains all these texts; each event is found once.
    @discardableResult
    func event(within limit: Duration = .seconds(10), _ texts: String...) throws -> String {
        let deadline = Deadline.after(limit)
        while true {
            let found = lines.firstIndex { line in texts.allSatisfy { line.contains($0) } }
            if let found { return lines.remove(at: found) }
            guard try readEvents(until: deadline) else { break }
        }
        throw Missing(texts: texts, seen: lines.suffix(8))
    }

    /// Whether an event that contains a text was read so far.
    func isSeen(_ text: String) throws -> Bool {
        while try readEvents(until: .immediately) {}
        return lines.contains { $0.contains(text) }
    }

    /// The heap that the next `memory` events tell, one for each connection; all events before
    /// the last of them are forgotten.
    func heapInUse(after connections: Int = 1) throws -> [UInt64] {
        var heap: [UInt64] = []
        let deadline = Deadline.after(.seconds(10))
        while true {
            while !lines.isEmpty {
                let line = lines.removeFirst()
                guard line.contains(#""event":"memory""#) else { continue }
                let digits = line.split(separator: #""heap_in_use":"#).last?.prefix { $0.isNumber }
                heap.append(UInt64(digits ?? "") ?? 0)
                if heap.count == connections { return heap }
            }
            guard try readEvents(until: deadline) else { break }
        }
        throw Missing(texts: ["\(connections) times memory"], seen: lines[...])
    }

    /// Closes the events, as a harness does that dies.
    func stopReadingEvents() {
        events = nil
    }

    /// All events that are left until the end of the stream.
    func remainingEvents() throws -> [String] {
        while try readEvents(until: .after(.seconds(10))) {}
        return lines
    }

    /// All that the stub wrote to its log, when it has ended.
    func logText() throws -> String {
        try String(decoding: readAll(log), as: UTF8.self)
    }

    private func readEvents(until deadline: Deadline) throws -> Bool {
        switch events {
        case .none: return false
        case .some(let events):
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
    }

    private func readAll(_ descriptor: borrowing OwnedDescriptor) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            let chunk = try read(descriptor)
            if chunk.isEmpty { return bytes }
            bytes += chunk
        }
    }

    private func read(_ descriptor: borrowing OwnedDescriptor) throws -> [UInt8] {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count =
            unsafe try chunk.withUnsafeMutableBytes { unsafe try descriptor.read(into: $0) } ?? 0
        return Array(chunk.prefix(count))
    }

    /// An event that did not come.
    struct Missing: Error, CustomStringConvertible {
        let texts: [String]
        let seen: ArraySlice<String>
        var description: String { "no event with \(texts); seen \(seen)" }
    }
}
