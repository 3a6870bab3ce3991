internal import GateKit
internal import WeldContract

/// The judge's own clock beside the subject's, over every event of an attempt: whether each was
/// written between moments that the judge knows (credibility.md#independence).
///
/// Whatever the host does it cannot break this: an event may arrive as late as it likes after its
/// time, but never before it, and never lie before what made the subject write it. A sum of
/// the subject's is bounded with it, for both its ends are. A clock that is fast, slow, coarse,
/// that jumps or is of another kind is therefore the subject's.
struct SubjectClock {
    /// What is not possible, one sentence each of the first.
    private(set) var breaches: [String] = []
    /// How many moments are not possible.
    private(set) var breachCount = 0
    /// How many moments were compared.
    private(set) var compared = 0

    private let birth: UInt64
    private var last: [Int32: UInt64] = [:]
    private var awaited: [(name: EventName, role: ProcessRole, moment: UInt64)] = []

    /// Begins when nobody can have written anything yet, in nanoseconds of the judge's clock.
    init(birth: UInt64) {
        self.birth = birth
    }

    /// Says that the next event of a name follows from what the judge did at that moment.
    mutating func expect(
        _ name: EventName, from role: ProcessRole, notBefore moment: UInt64
    ) {
        awaited.append((name, role, moment))
    }

    /// Compares an event with the moment at which it had been read.
    mutating func note(_ event: EventRecord, arrived: UInt64) {
        compare(event.time, of: event, notBefore: birth, "the judge began", notAfter: arrived)
        // Of one process lines are numbered and timed in the order they are written.
        if let before = last[event.pid], event.time < before {
            breach(event, event.time, "before the line before it, \(before)")
        }
        last[event.pid] = event.time
        let index = awaited.firstIndex { $0.name == event.kind && $0.role == event.role }
        if let index {
            let cause = awaited.remove(at: index).moment
            if event.time < cause { breach(event, event.time, "before its cause, \(cause)") }
        }
        if case .framePublished(_, let done, _) = event.event {
            compare(done, of: event, notBefore: birth, "the judge began", notAfter: event.time)
        }
    }

    /// Compares a time that the subject gave in another way, such as in an answer.
    mutating func compare(
        _ time: UInt64, of what: String, notBefore earliest: UInt64, notAfter latest: UInt64
    ) {
        compared += 1
        if time < earliest { breach("\(what): \(time), before its cause, \(earliest)") }
        if time > latest { breach("\(what): \(time), after the judge had it, \(latest)") }
    }

    private mutating func compare(
        _ time: UInt64, of event: EventRecord, notBefore earliest: UInt64, _ cause: String,
        notAfter latest: UInt64
    ) {
        compared += 1
        if time < earliest { breach(event, time, "before \(cause), \(earliest)") }
        if time > latest { breach(event, time, "after the judge had it, \(latest)") }
    }

    private mutating func breach(_ event: EventRecord, _ time: UInt64, _ why: String) {
        breach("\(event.role.rawValue) \(event.pid), \(event.name): \(time), \(why)")
    }

    private mutating func breach(_ sentence: String) {
        breachCount += 1
        if breaches.count < 100 { breaches.append(sentence) }
    }
}

extension SubjectClock {
    /// The series of moments that were compared: 1 for each that is not possible.
    static let metric = "clock.impossible"

    /// Returns a gate's check that no moment of the subject's is impossible.
    static func check(_ gate: GateID) -> Check {
        .none(
            "\(gate.rawValue.lowercased()).clock", gate: gate,
            "moments of the subject's clock that the judge's own rules out", metric: metric,
            tier: .own, trials: 1)
    }

    /// Records every comparison, and the first impossible moments as facts.
    func record(to recorder: Recorder) {
        let bad = min(breachCount, compared)
        recorder.samples(
            Self.metric,
            [Double](repeating: 0, count: compared - bad) + [Double](repeating: 1, count: bad),
            unit: .count)
        for breach in breaches.prefix(5) { recorder.fact("impossible moment", breach) }
    }
}
