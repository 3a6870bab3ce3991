import Foundation
import GateKit

/// Turns what an attempt writes into messages, and what is none into a fault.
///
/// Garbage cannot flood the store: a few lines are quoted and the rest is counted.
struct MessageStream {
    private static let quotedLines = 3

    /// Whether the attempt said that it had come to its end.
    private(set) var reachedItsEnd = false
    /// How many bytes have arrived.
    private(set) var byteCount = 0
    /// Lines that were no messages.
    private(set) var garbageCount = 0
    private var splitter: LineSplitter
    private let decoder = JSONDecoder()

    /// Creates a stream.
    init(limits: AttemptLimits) { splitter = LineSplitter(limit: limits.lineBytes) }

    /// Returns the messages that the bytes complete.
    mutating func feed(_ bytes: ArraySlice<UInt8>) -> [AttemptMessage] {
        byteCount += bytes.count
        return splitter.feed(bytes).compactMap { piece in
            switch piece {
            case .line(let line): message(line)
            case .tooLong: garbage("a line of more than \(splitter.limit) bytes")
            }
        }
    }

    /// Returns what is left to say at the end of the stream.
    ///
    /// - Parameter cutOff: whether the process was ended in the middle of things, so that half a
    ///   message is nobody's bug.
    mutating func finish(cutOff: Bool) -> [AttemptMessage] {
        var messages: [AttemptMessage] = []
        if let rest = splitter.finish() {
            if cutOff {
                messages.append(
                    .fact(Fact("cut off", "\(rest.count) bytes of an unfinished message")))
            } else if let last = message(rest) {
                messages.append(last)
            }
        }
        if garbageCount > Self.quotedLines {
            messages.append(
                .fault(HarnessFault(.harness, "\(garbageCount) lines were no messages")))
        }
        return messages
    }

    private mutating func message(_ line: [UInt8]) -> AttemptMessage? {
        guard let message = try? decoder.decode(AttemptMessage.self, from: Data(line)) else {
            let text = String(decoding: line.prefix(80), as: UTF8.self)
            return garbage("a line that is no message: \(text.debugDescription)")
        }
        if reachedItsEnd { return garbage("a message after its end") }
        if message == .end { reachedItsEnd = true }
        return message
    }

    private mutating func garbage(_ what: String) -> AttemptMessage? {
        garbageCount += 1
        guard garbageCount <= Self.quotedLines else { return nil }
        return .fault(HarnessFault(.harness, "the attempt wrote \(what)"))
    }
}

/// Cuts a stream of bytes into lines, whatever the pieces it arrives in.
public struct LineSplitter: Sendable {
    /// How many bytes a line may have.
    public let limit: Int
    private var pending: [UInt8] = []
    private var skipping = false

    /// Creates a splitter.
    public init(limit: Int) { self.limit = limit }

    /// What came out of the stream.
    public enum Piece: Hashable, Sendable {
        /// A line without its line feed.
        case line([UInt8])
        /// A line longer than the limit, reported once; its bytes are dropped.
        case tooLong
    }

    /// Takes bytes and returns the lines that they complete; empty lines are left out.
    public mutating func feed(_ bytes: ArraySlice<UInt8>) -> [Piece] {
        var pieces: [Piece] = []
        var rest = bytes
        while let end = rest.firstIndex(of: 0x0A) {
            take(rest[..<end], into: &pieces)
            if skipping {
                skipping = false
            } else if !pending.isEmpty {
                pieces.append(.line(pending))
            }
            pending.removeAll(keepingCapacity: pending.count < 1 << 16)
            rest = rest[(end + 1)...]
        }
        take(rest, into: &pieces)
        return pieces
    }

    /// Returns the last line, which no line feed ended; nil where there is none.
    public mutating func finish() -> [UInt8]? {
        defer { pending = [] }
        return pending.isEmpty || skipping ? nil : pending
    }

    private mutating func take(_ bytes: ArraySlice<UInt8>, into pieces: inout [Piece]) {
        guard !skipping else { return }
        guard pending.count + bytes.count <= limit else {
            skipping = true
            pending = []
            pieces.append(.tooLong)
            return
        }
        pending += bytes
    }
}

/// The last bytes of a stream.
struct ByteTail {
    /// How many bytes are kept.
    let limit: Int
    private var bytes: [UInt8] = []
    private var dropped = false

    /// Creates an empty tail.
    init(limit: Int) { self.limit = limit }

    /// Adds bytes and drops the oldest ones that are too many.
    mutating func append(_ more: ArraySlice<UInt8>) {
        bytes += more
        guard bytes.count > limit else { return }
        bytes.removeFirst(bytes.count - limit)
        dropped = true
    }

    /// What is kept, with a mark where something is missing before it; nil without anything.
    var text: String? {
        guard !bytes.isEmpty else { return nil }
        return (dropped ? "[...] " : "") + String(decoding: bytes, as: UTF8.self)
    }
}
