import Synchronization
import WeldPlatform
import WeldViewport

/// Publishes pictures as fast as it can.
struct StressWriter {
    /// How a writer that is a thread is told what a signal tells a process.
    final class Orders: Sendable {
        let isOver = Atomic(false)
        let mustStop = Atomic(false)
    }

    private var writer: ViewportWriter
    private let rows: Int

    init(_ region: ViewportRegion) throws(ViewportError) {
        writer = try ViewportWriter(region, checksums: true)
        rows = region.layout.size.height
    }

    /// Runs on the region that the parent left on a descriptor, until killed or orphaned.
    static func runAsProcess() throws {
        let parent = ProcessEnvironment.parentPID
        let memory = OwnedDescriptor(
            adopting: RawDescriptor(rawValue: StressSettings.regionDescriptor))
        let size = try DescriptorFacts.of(memory.rawValue).size
        let region = try ViewportRegion(
            attaching: MemoryObject(adopting: memory, expectedSize: size))
        var writer = try StressWriter(region)
        while ProcessEnvironment.parentPID == parent {
            for _ in 0..<100 { try writer.publishOne {} }
        }
    }

    /// Runs as a thread until told to end.
    mutating func run(_ orders: Orders) throws(ViewportError) {
        while !orders.isOver.load(ordering: .relaxed) {
            try publishOne {
                if orders.mustStop.exchange(false, ordering: .relaxed) {
                    pause(StressSettings.stopNanoseconds)
                }
            }
        }
    }

    private mutating func publishOne(_ middle: () -> Void) throws(ViewportError) {
        let id = writer.nextID
        writer.draw { canvas in
            TestPattern.draw(frame: id, rows: 0..<rows / 2, on: canvas)
            middle()
            TestPattern.draw(frame: id, rows: rows / 2..<rows, on: canvas)
        }
        _ = try writer.publish()
    }
}

/// Lets time pass: the adversary's deed, not a wait for anything.
func pause(_ nanoseconds: UInt64) {
    var none: [PollEntry] = []
    _ = try? Poll.wait(&none, until: Deadline(nanoseconds: MonotonicClock.now() + nanoseconds))
}
