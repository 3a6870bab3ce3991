import Synchronization
import WeldPlatform
import WeldStub
import WeldViewport

/// Reads every new picture out of the region, on a thread of its own: the place that a window's
/// render thread will take.
///
/// Nothing that concerns the runtime's life happens here.
final class ViewportWatch: Sendable {
    private let isOver = Atomic(false)
    private let wake: EventCounter

    /// Looks for a new picture this often, in nanoseconds.
    private static let pause: UInt64 = 2_000_000

    /// Starts to read.
    init(_ region: ViewportRegion, services: EditorServices) throws(SystemError) {
        wake = try EventCounter()
        _ = try OSThread.start(named: "weld-viewport") { [self] in
            run(region, services)
        }
    }

    /// Ends the reading.
    func stop() {
        isOver.store(true, ordering: .relaxed)
        wake.signal()
    }

    private func run(_ region: ViewportRegion, _ services: EditorServices) {
        var reader = ViewportReader(region)
        var picture = PictureBuffer(size: region.layout.size)
        var copy = PictureCopy(region, sabotage: services.settings.sabotage)
        var hasReportedRefusal = false
        while !isOver.load(ordering: .relaxed) {
            if let record = reader.acquire() {
                let age = record.age(at: MonotonicClock.now())
                copy.copy(from: reader, to: &picture)
                let reading = Witness.read(picture)
                services.hold.reach(.reading)
                services.events.emit(
                    .frameRead(
                        id: record.id, witness: reading.frame.map(UInt64.init) ?? 0,
                        ageNanoseconds: age, torn: reading.isFaulty, epoch: record.epoch))
            } else if reader.refusedWords > 0, !hasReportedRefusal {
                hasReportedRefusal = true
                services.log("the runtime's viewport words name no slot: its picture is ignored")
            }
            let next = Deadline(nanoseconds: MonotonicClock.now() + Self.pause)
            _ = try? Poll.wait(wake.descriptor.rawValue, for: .readable, until: next)
        }
    }
}
