import WeldPlatform
import WeldViewport

/// Reads lent slots where they lie, on a thread of its own and for as long as it likes: a GPU, as
/// far as the exchange can tell.
final class StressDevice: Sendable {
    /// What was found in slots in flight.
    struct Findings: Sendable {
        var readings: UInt64 = 0
        /// The pixels were not the same, or not the record's, from begin to end.
        var changed: UInt64 = 0
        /// Rows of two frames, or that cannot be read.
        var faulty: UInt64 = 0
    }

    private struct Order: Sendable {
        let lease: SlotLease
        /// A copy of the reader, which goes on finding the picture where it was lent.
        let reader: ViewportReader
        let record: FrameRecord
        let pauseNanoseconds: UInt64
    }

    private struct Queue {
        var orders: [Order] = []
        var isOver = false
        var findings = Findings()
    }

    private let size: PictureSize
    private let queue = Lock(Queue())
    private let ordered: EventCounter
    private let passed: EventCounter

    /// A device for pictures of a size; it reads once it runs.
    init(_ size: PictureSize) throws(SystemError) {
        self.size = size
        ordered = try EventCounter()
        passed = try EventCounter()
    }

    /// Runs until ``end()``.
    func start() throws(SystemError) -> OSThread {
        try OSThread.start(named: "stress-device") { [self] in
            while !runOrders() {
                _ = try? Poll.wait(
                    ordered.descriptor.rawValue, for: .readable, until: .after(.seconds(1)))
                ordered.drain()
            }
        }
    }

    /// Has the reader's current picture read, with a pause in the middle.
    func read(
        _ reader: inout ViewportReader, _ record: FrameRecord, pausing pauseNanoseconds: UInt64
    ) {
        let order = Order(
            lease: reader.lendCurrent(), reader: reader, record: record,
            pauseNanoseconds: pauseNanoseconds)
        queue.withLock { $0.orders.append(order) }
        ordered.signal()
    }

    /// Waits for the next fence, a millisecond at most.
    func awaitFence() {
        _ = try? Poll.wait(
            passed.descriptor.rawValue, for: .readable, until: .after(.milliseconds(1)))
        passed.drain()
    }

    /// Lets the device end after what it was told to read.
    func end() {
        queue.withLock { $0.isOver = true }
        ordered.signal()
    }

    /// What was found until now.
    var findings: Findings { queue.withLock { $0.findings } }

    /// Reads what was ordered; true when that was all.
    private func runOrders() -> Bool {
        while true {
            let (order, isOver) = queue.withLock { queue in
                (queue.orders.isEmpty ? nil : queue.orders.removeFirst(), queue.isOver)
            }
            guard let order else { return isOver }
            run(order)
        }
    }

    private func run(_ order: Order) {
        let reader = order.reader
        let first = reader.checksumOfCurrent()
        if order.pauseNanoseconds > 0 { pause(order.pauseNanoseconds) }
        let reading = reader.withCurrent {
            Witness.read($0, size: size, pitch: size.pitch)
        }
        let last = reader.checksumOfCurrent()
        order.lease.giveBack()
        queue.withLock { queue in
            queue.findings.readings += 1
            if first != last || last != order.record.checksum ?? last {
                queue.findings.changed += 1
            }
            if reading.isFaulty || reading.frame != UInt32(truncatingIfNeeded: order.record.id) {
                queue.findings.faulty += 1
            }
        }
        passed.signal()
    }
}
