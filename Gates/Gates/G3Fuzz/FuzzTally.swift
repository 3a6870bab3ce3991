internal import GateFuzz
internal import GateHost
internal import GateKit
internal import GateWire

/// Sums up what a fuzz attempt sees and stores it about once a second.
final class FuzzTally {
    /// Valid frames that passed so far.
    private(set) var frames: UInt64 = 0
    /// Connections of the campaigns so far.
    private(set) var connections: UInt64 = 0
    /// Seconds that were measured so far, as a whole.
    var seconds: Double { Double(measured) / 1e9 }
    /// Whether a stub was lost, so that its parts are shorter than they were to be.
    private(set) var isBrokenOff = false

    private let recorder: Recorder
    private var measured: UInt64 = 0
    private var wholeSeconds: UInt64 = 0
    private var framesAtSecond: UInt64 = 0
    private var partBegan: UInt64?
    private var lastFlush = MonotonicClock.now()
    private var lastProgress: UInt64 = 0
    private var sums: [String: UInt64] = [:]
    private var longestWait: UInt64 = 0
    private var nextHeap: UInt64 = 0

    init(recorder: Recorder) {
        self.recorder = recorder
    }

    // MARK: - Time

    /// Begins a part whose time counts.
    func begin() { partBegan = MonotonicClock.now() }

    /// Ends the part.
    func end() {
        tick()
        partBegan = nil
    }

    /// Lets the time since the last tick count and stores what a second has brought.
    func tick() {
        let now = MonotonicClock.now()
        if let partBegan { measured += now - partBegan }
        if partBegan != nil { partBegan = now }
        while measured / 1_000_000_000 > wholeSeconds {
            wholeSeconds += 1
            recorder.samples(
                FuzzMetric.second, [Double(frames - framesAtSecond)], unit: .count,
                span: TimeSpan(start: now - min(now, 1_000_000_000), end: now))
            framesAtSecond = frames
        }
        if now - lastFlush >= 1_000_000_000 { flush() }
    }

    /// Stores what a stub said last of its heap, at most four times a second.
    func note(heap: UInt64?, of role: Role) {
        let now = MonotonicClock.now()
        guard let heap, now >= nextHeap else { return }
        nextHeap = now + 250_000_000
        recorder.samples(FuzzMetric.heapOverTime(role), [Double(heap)], unit: .bytes)
    }

    /// Says how far it is, at most every two seconds.
    func progress(_ text: @autoclosure () -> String) {
        let now = MonotonicClock.now()
        guard now - lastProgress >= 2_000_000_000 else { return }
        lastProgress = now
        recorder.progress(
            "\(text()), \(Int(seconds)) s measured, \(connections) connections, \(frames) frames")
    }

    // MARK: - What is counted

    /// Adds to a sum; a sum of zero is stored too.
    func add(_ metric: String, _ count: UInt64) { sums[metric] = (sums[metric] ?? 0).plus(count) }

    /// Notes a wait.
    func wait(_ nanoseconds: UInt64) { longestWait = max(longestWait, nanoseconds) }

    /// Counts a stub that did not answer within its patience.
    ///
    /// - Parameter span: The wait that ran out.
    func hang(_ span: TimeSpan) {
        isBrokenOff = true
        recorder.count(FuzzMetric.hangs, 1, span: span)
    }

    /// Notes that a stub is of no use any more, for a reason that is recorded.
    func breakOff() { isBrokenOff = true }

    /// Adds valid frames that passed.
    func pass(_ counts: FrameCounts) {
        frames += counts.sum
        for descriptor in MessageCatalogue.descriptors where counts[descriptor.type] > 0 {
            add(FuzzMetric.passed(descriptor.type), counts[descriptor.type])
        }
    }

    /// Adds frames whose types are added later, for the rate of the seconds.
    func passed(_ count: UInt64) { frames += count }

    /// Adds the types of frames that were counted as they passed.
    func types(_ counts: FrameCounts) {
        for descriptor in MessageCatalogue.descriptors where counts[descriptor.type] > 0 {
            add(FuzzMetric.passed(descriptor.type), counts[descriptor.type])
        }
    }

    /// Adds a connection of the campaign.
    func add(_ outcome: ConnectionOutcome, _ role: Role) {
        connections += 1
        add(FuzzMetric.connections, 1)
        wait(outcome.longestWait)
        var passed = outcome.sent
        passed.add(outcome.received)
        pass(passed)
        add(FuzzMetric.unaccounted, outcome.unaccounted)
        add(FuzzMetric.wrongReplies, UInt64(outcome.wrongReplies))
        add(FuzzMetric.malformed, outcome.malformed)
        add(FuzzMetric.wrongTexts, outcome.wrongTexts)
        if outcome.ending == .hung { hang(outcome.wait) }
        guard outcome.ending == .closed else { return }
        let isPredicted = outcome.observed == outcome.expectation.word
        add(FuzzMetric.mismatches, isPredicted ? 0 : 1)
        if case .error(let error) = outcome.expectation, isPredicted {
            add(FuzzMetric.provoked(error, role), 1)
        }
    }

    /// Stores what has been summed up.
    func flush() {
        lastFlush = MonotonicClock.now()
        for (metric, sum) in sums.sorted(by: { $0.key < $1.key }) {
            recorder.samples(metric, [Double(sum)], unit: .count)
        }
        sums.removeAll(keepingCapacity: true)
        if longestWait > 0 {
            recorder.samples(
                FuzzMetric.longestWait, [Double(longestWait)], unit: .nanoseconds)
            longestWait = 0
        }
    }
}
