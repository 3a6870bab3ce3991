internal import GateKit
internal import WeldPlatform

/// What a picture costs the editor: processor time of all of its threads, second by second.
struct EditorCost {
    private let pid: Int32
    private var last: (time: UInt64, used: UInt64, pictures: Int)?
    /// Nanoseconds of processor time a presented picture, one value a call.
    private(set) var values: [TimedValue] = []

    /// Begins to count.
    init(of pid: Int32, pictures: Int) {
        self.pid = pid
        last = ProcessorTime.used(by: pid).map { (MonotonicClock.now(), $0, pictures) }
    }

    /// Takes the account after some more pictures.
    mutating func note(pictures: Int) {
        guard let last, let used = ProcessorTime.used(by: pid) else { return }
        let now = MonotonicClock.now()
        defer { self.last = (now, used, pictures) }
        // A thread that ended takes its time along.
        guard pictures > last.pictures, used >= last.used else { return }
        values.append(
            TimedValue(
                value: Double(used - last.used) / Double(pictures - last.pictures),
                span: TimeSpan(start: last.time, end: now)))
    }

    /// The middle value as milliseconds, for people; nil without any.
    var sentence: String? {
        let sorted = values.map(\.value).sorted()
        guard !sorted.isEmpty else { return nil }
        let middle = sorted[sorted.count / 2] / 1e6
        return "\((middle * 100).rounded() / 100) ms a picture (median of seconds)"
    }
}
