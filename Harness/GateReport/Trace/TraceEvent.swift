import Foundation
import GateKit

/// One entry of a timeline in the Trace Event Format that Chrome and Perfetto read.
///
/// Times are microseconds since the attempt began; a duration is never negative.
struct TraceEvent: Encodable, Equatable {
    /// What kind of entry: a duration, a moment, or the name of a track.
    enum Phase: String, Encodable {
        case duration = "X"
        case moment = "i"
        case metadata = "M"
    }

    /// A field of an entry.
    enum Value: Codable, Equatable {
        case text(String)
        case integer(Int64)
        case number(Double)
        case flag(Bool)

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if let flag = try? value.decode(Bool.self) {
                self = .flag(flag)
            } else if let integer = try? value.decode(Int64.self) {
                self = .integer(integer)
            } else if let number = try? value.decode(Double.self) {
                self = .number(number)
            } else {
                self = .text(try value.decode(String.self))
            }
        }

        func encode(to encoder: any Encoder) throws {
            var value = encoder.singleValueContainer()
            switch self {
            case .text(let text): try value.encode(text)
            case .integer(let integer): try value.encode(integer)
            case .number(let number) where number.isFinite: try value.encode(number)
            case .number(let number): try value.encode("\(number)")
            case .flag(let flag): try value.encode(flag)
            }
        }
    }

    var ph: Phase
    var name: String
    var cat: String
    var pid: Int64
    var tid: Int64
    /// When, in microseconds since the attempt began.
    var ts: Double
    /// How long, in microseconds; only of a duration.
    var dur: Double?
    /// How far a moment is shown: `t` on its track, `g` across all.
    var s: String?
    var args: [String: Value]

    /// A stretch on a track.
    static func duration(
        _ name: String, _ category: String, on track: TraceTrack, from start: Double,
        lasting length: Double, _ args: [String: Value] = [:]
    ) -> TraceEvent {
        TraceEvent(
            ph: .duration, name: name, cat: category, pid: track.process, tid: track.thread,
            ts: start, dur: max(0, length), s: nil, args: args)
    }

    /// A moment on a track.
    static func moment(
        _ name: String, _ category: String, on track: TraceTrack, at time: Double,
        isGlobal: Bool = false, _ args: [String: Value] = [:]
    ) -> TraceEvent {
        TraceEvent(
            ph: .moment, name: name, cat: category, pid: track.process, tid: track.thread,
            ts: time, dur: nil, s: isGlobal ? "g" : "t", args: args)
    }

    /// Names a process or a thread, or says where it stands among the others.
    static func metadata(
        _ name: String, on track: TraceTrack, _ args: [String: Value]
    ) -> TraceEvent {
        TraceEvent(
            ph: .metadata, name: name, cat: "__metadata", pid: track.process, tid: track.thread,
            ts: 0, dur: nil, s: nil, args: args)
    }
}

/// Where an entry stands: a process and one of its lines.
struct TraceTrack: Hashable, Comparable {
    var process: Int64
    var thread: Int64

    static func < (left: TraceTrack, right: TraceTrack) -> Bool {
        (left.process, left.thread) < (right.process, right.thread)
    }
}

extension StubEvent {
    /// The event's fields; a text that is no flat object, as an edited store may hold, stands as it
    /// is.
    var values: [String: TraceEvent.Value] {
        let decoded = try? JSONDecoder().decode(
            [String: TraceEvent.Value].self, from: Data(fields.utf8))
        return decoded ?? ["fields": .text(fields)]
    }

    /// When it happened: a picture is reported after it is done, and may be read before that.
    var happened: UInt64 {
        guard name == "frame-published", let done = Self.integer(values["t_done_ns"]), done > 0,
            UInt64(done) <= time
        else { return time }
        return UInt64(done)
    }

    /// A whole number among the fields.
    static func integer(_ value: TraceEvent.Value?) -> Int64? {
        if case .integer(let number) = value { number } else { nil }
    }
}
