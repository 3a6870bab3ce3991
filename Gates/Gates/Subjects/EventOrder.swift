internal import GateKit
internal import WeldContract

/// Whether the lines of each process are numbered as they must be, and timed and named as they can
/// be (contract.md#breach).
///
/// Pure: events and moments of the judge's go in. A line is lost only where the pipe had no room
/// for it, which the judge sees: any other gap is the subject's own, as is a number that comes
/// again.
struct EventOrder {
    /// What is wrong with a line.
    enum Finding: Equatable {
        /// Lines before it found no room in the pipe, which the judge may not have read in time.
        case lost(String)
        /// No loss explains it.
        case breach(String)
    }

    private struct Seen {
        var number: UInt64 = 0
        var lines: UInt64 = 0
        /// When the judge had read it.
        var arrived: UInt64
    }

    private let birth: UInt64
    private var seen: [Int32: Seen] = [:]

    /// More lines a second nobody writes that does anything besides.
    private static let mostLinesASecond = 50_000.0
    /// How far a subject's clock may be from the judge's, in nanoseconds: what is off by less, a
    /// gate's own check compares (gates.md#g1).
    private static let clockLimit: UInt64 = 60_000_000_000

    /// Begins when nobody can have written anything yet, in nanoseconds of the judge's clock.
    init(birth: UInt64) {
        self.birth = birth
    }

    /// Returns why nothing can be made of a line, whatever its number; nil where something can.
    ///
    /// - Parameter arrived: When the judge had read it.
    func refusal(_ event: EventRecord, arrived: UInt64) -> String? {
        if event.pid <= 0 { return "its pid is \(event.pid)" }
        let earliest = birth - min(birth, Self.clockLimit)
        let latest = arrived.plus(Self.clockLimit)
        guard event.time < earliest || event.time > latest else { return nil }
        return "its t_ns is \(event.time), more than a minute outside of \(birth) to \(arrived)"
    }

    /// Takes the next line of a process and returns what is wrong with its number.
    ///
    /// - Parameter lastFull: When the pipe last had no room.
    mutating func note(
        _ event: EventRecord, arrived: UInt64, lastFull: EventPipe.Fullness?
    ) -> Finding? {
        let before = seen[event.pid] ?? Seen(arrived: birth)
        let lines = before.lines + 1
        seen[event.pid] = Seen(number: event.number, lines: lines, arrived: arrived)
        let who = "\(event.role.rawValue) \(event.pid)"
        let due = before.number.plus(1)
        guard event.number == due, before.number < .max else {
            let skipped = event.number.minus(due)
            let what = "number \(event.number) came where \(due) was due"
            return event.number > due && isLoss(of: skipped, since: before, arrived, lastFull)
                ? .lost("events of \(who) were lost: \(what)")
                : .breach("the events of \(who) are numbered wrongly: \(what)")
        }
        guard case .exiting(_, let written?) = event.event, written != lines else { return nil }
        let what = "it wrote \(written), and \(lines) came"
        return written > lines && isLoss(of: written - lines, since: before, arrived, lastFull)
            ? .lost("events of \(who) were lost: \(what)")
            : .breach("the events of \(who) are counted wrongly: by its last word \(what)")
    }

    /// Whether lines of a process may have been lost since its last one that came.
    func mayHaveLost(_ pid: Int32, _ lastFull: EventPipe.Fullness?) -> Bool {
        guard let lastFull else { return false }
        return !lastFull.isFlood && lastFull.time >= seen[pid]?.arrived ?? birth
    }

    private func isLoss(
        of lines: UInt64, since before: Seen, _ arrived: UInt64, _ lastFull: EventPipe.Fullness?
    ) -> Bool {
        guard let lastFull, !lastFull.isFlood, lastFull.time >= before.arrived else { return false }
        let seconds = Double(arrived.minus(lastFull.since)) / 1e9
        return Double(lines) <= Self.mostLinesASecond * (seconds + 0.1)
    }
}
