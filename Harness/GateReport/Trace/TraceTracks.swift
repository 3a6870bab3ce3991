import GateKit

/// Gives every process and every line of a timeline its number and its name.
///
/// Stretches on one line must not overlap without one holding the other, or a viewer cuts them; what
/// does gets a further line.
struct TraceTracks {
    /// Those that are no process of the attempt; no system has pids so large.
    static let judge: Int64 = 1_000_000_001
    static let compositor: Int64 = 1_000_000_002

    private var names: [Int64: (name: String, order: Int)] = [:]
    private var threads: [String: TraceTrack] = [:]
    private var titles: [TraceTrack: String] = [:]
    private var ends: [TraceTrack: Double] = [:]
    private var next: Int64 = 2_000_000_000

    init() {
        names[Self.judge] = ("judge", 0)
        names[Self.compositor] = ("compositor", 9)
    }

    /// Names a process; the first name stands.
    mutating func name(_ process: Int64, _ role: String, pid: Int32) {
        guard names[process] == nil else { return }
        let order = ["editor": 1, "runtime": 2, "observer": 3][role] ?? 4
        names[process] = ("\(role) \(pid)", order)
    }

    /// Returns a line of a process by its name.
    mutating func line(_ process: Int64, _ title: String) -> TraceTrack {
        let key = "\(process) \(title)"
        if let track = threads[key] { return track }
        // One number means one line everywhere: a viewer may know a line by its number alone.
        next += 1
        let track = TraceTrack(process: process, thread: next)
        threads[key] = track
        titles[track] = title
        return track
    }

    /// Returns a line on which nothing overlaps a stretch; stretches come in the order of their
    /// beginnings.
    mutating func lane(
        _ process: Int64, _ title: String, from start: Double, lasting length: Double
    ) -> TraceTrack {
        var number = 1
        while true {
            let track = line(process, number == 1 ? title : "\(title) (\(number))")
            if (ends[track] ?? -1) <= start {
                ends[track] = start + max(0, length)
                return track
            }
            number += 1
        }
    }

    /// The names of all processes and lines that were used, in a fixed order.
    var metadata: [TraceEvent] {
        let used = Set(titles.keys.map(\.process))
        let processes = names.filter { used.contains($0.key) }.sorted { $0.key < $1.key }
        return processes.flatMap { process, named in
            let track = TraceTrack(process: process, thread: process)
            return [
                TraceEvent.metadata("process_name", on: track, ["name": .text(named.name)]),
                TraceEvent.metadata(
                    "process_sort_index", on: track, ["sort_index": .integer(Int64(named.order))]),
            ]
        }
            + titles.sorted { $0.key < $1.key }.map { track, title in
                TraceEvent.metadata("thread_name", on: track, ["name": .text(title)])
            }
    }
}
