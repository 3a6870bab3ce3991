/// Says how many requests are due: `--requests N/s` on absolute deadlines.
struct RequestPacer: Equatable, Sendable {
    private let origin: UInt64
    private let perSecond: UInt64
    private var sent: UInt64 = 0

    /// Most requests that are made up for at once after a delay.
    static let burst: UInt64 = 64

    init(perSecond: UInt32, start: UInt64) {
        origin = start
        self.perSecond = UInt64(perSecond)
    }

    /// When the next request is due.
    var due: UInt64 {
        let rest = sent % perSecond
        return origin + sent / perSecond * 1_000_000_000 + rest * 1_000_000_000 / perSecond
    }

    /// Takes the requests that are due now; what exceeds the burst is left out for good.
    mutating func take(now: UInt64) -> Int {
        var count: UInt64 = 0
        while due <= now, count < Self.burst {
            sent += 1
            count += 1
        }
        if due <= now {
            let elapsed = now - origin
            let rest = elapsed % 1_000_000_000
            sent = elapsed / 1_000_000_000 * perSecond + rest * perSecond / 1_000_000_000 + 1
        }
        return Int(count)
    }
}
