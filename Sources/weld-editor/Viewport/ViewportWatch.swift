import Synchronization
import WeldContract
import WeldPlatform
import WeldStub
import WeldViewport

/// Reads every new picture out of the region, on a thread of its own: the place that a window's
/// render thread will take.
///
/// Nothing that concerns the runtime's life happens here.
final class ViewportWatch: Sendable {
    private let isOver = Atomic(false)
    private let region: ViewportRegion

    /// Looks after so many nanoseconds although nobody rang: a runtime may have no doorbell.
    private static let patience: UInt64 = 8_000_000

    /// Starts to read.
    init(_ region: ViewportRegion, services: EditorServices) throws(SystemError) {
        self.region = region
        _ = try OSThread.start(named: "weld-viewport") { [self] in
            run(services)
        }
    }

    /// Ends the reading.
    func stop() {
        isOver.store(true, ordering: .relaxed)
        region.ring()
    }

    private func run(_ services: EditorServices) {
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
            reader.awaitPicture(
                until: Deadline(nanoseconds: MonotonicClock.now() + Self.patience))
        }
    }
}
