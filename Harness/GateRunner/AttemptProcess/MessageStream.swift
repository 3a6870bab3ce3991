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
