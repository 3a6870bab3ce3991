// Unsafe code: a pipe is read into an array's bytes.

import WeldPlatform
import WeldStub

/// What a runtime writes to its standard error, for one that takes the place of a runtime which ended
/// at once.
///
/// As a rule a runtime writes where the editor does, and needs no reader. Whatever kept the first one
/// from serving keeps the second one too, and ends the editor: so of this one the last line is known,
/// and the editor can say what it died of.
final class LastWords {
    private let readEnd: OwnedDescriptor
    private var writeEnd: OwnedDescriptor?
    private let log: Log
    private var unfinished: [UInt8] = []
    /// The last line that was not empty.
    private(set) var line: String?
    /// Whether nobody is left who could write.
    private(set) var isOver = false

    /// The longest line that is kept whole, in bytes.
    private static let longest = 4096
    private static let newline = UInt8(ascii: "\n")

    /// Opens a pipe whose lines go on to a log.
    init(to log: Log) throws(SystemError) {
        self.log = log
        let pipe = try PipeEnds()
        readEnd = try pipe.readEnd.duplicate()
        writeEnd = try pipe.writeEnd.duplicate()
        try readEnd.setNonBlocking()
    }

    /// Readable when there is something to pass on.
    var descriptor: RawDescriptor { readEnd.rawValue }

    /// Starts a runtime whose standard error this is, lent to the body.
    func lend<Result: ~Copyable>(
        _ body: (RawDescriptor?) throws(SystemError) -> Result
    ) throws(SystemError) -> Result {
        let result = try body(writeEnd?.rawValue)
        writeEnd = nil
        return result
    }

    /// Passes on what is there.
    func relay() {
        var chunk = [UInt8](repeating: 0, count: Self.longest)
        while true {
            let count = unsafe chunk.withUnsafeMutableBytes {
                unsafe (try? readEnd.read(into: $0)) ?? nil
            }
            guard let count else { return }
            for byte in chunk[..<count] { take(byte) }
            isOver = count == 0
            if isOver { return }
        }
    }

    /// Passes on what is there, and what came without the end of a line.
    func finish() {
        relay()
        take(Self.newline)
    }

    private func take(_ byte: UInt8) {
        guard byte == Self.newline || unfinished.count == Self.longest else {
            return unfinished.append(byte)
        }
        let text = String(decoding: unfinished, as: UTF8.self)
        unfinished.removeAll(keepingCapacity: true)
        guard !text.isEmpty else { return }
        line = text
        log("the runtime writes: \(text)")
    }
}

// How an editor ends whose runtimes never served (platform.md#life).
extension Editor {
    /// Says what a runtime died of that ended at once, as its replacement did.
    func nameOwnError() {
        guard life.diedAtOnce, case .exited(let code) = lastStatus else { return }
        var text = "the runtime ends by itself before it serves, with code \(code)"
        if let line = words?.line { text += "; it writes last: \(line)" }
        if region.isHandedOver { text += " (one that wants its region by name needs --milestone)" }
        services.log(text)
    }

    /// Opens a pipe for what the next runtime writes, where the one before ended at once by itself.
    func wordsOfNext() -> LastWords? {
        guard life.diedAtOnce, case .exited = lastStatus else { return nil }
        return try? LastWords(to: services.log)
    }
}
