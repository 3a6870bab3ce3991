// Unsafe code: a picture is copied to the staging memory that the display lends, and judged there.

import WeldDisplay
import WeldPlatform
import WeldStub
import WeldViewport

/// Takes pictures out of the region and shows them: what the window's thread does between waits.
struct WindowViewer {
    private let services: EditorServices
    private let size: PictureSize
    private var reader: ViewportReader
    private var copy: PictureCopy
    private var torn: TornPicture?
    private var rhythm = PictureRhythm()
    private var shownSize: WindowSize?

    init(_ region: ViewportRegion, services: EditorServices) {
        self.services = services
        size = region.layout.size
        reader = ViewportReader(region)
        copy = PictureCopy(region, sabotage: services.settings.sabotage)
        torn = services.settings.sabotage == .tornPresent ? TornPicture() : nil
    }

    /// Shows what is due and returns when to look again.
    mutating func look(_ display: Display) throws(DisplayError) -> Deadline {
        let hasChanged = display.size != shownSize
        if hasChanged {
            shownSize = display.size
            services.events.emit(
                .window(.window(width: display.size.width, height: display.size.height)))
        }
        guard display.wantsPicture || hasChanged else { return display.patience }
        if let record = reader.acquire() {
            rhythm.took(record)
            try show(record, display)
            return .immediately
        }
        // The window changed and the runtime has nothing new: what it had, in the new size.
        if hasChanged { try display.showAgain() }
        return Deadline(nanoseconds: rhythm.nextLook(after: MonotonicClock.now()))
    }

    private mutating func show(
        _ record: FrameRecord, _ display: Display
    ) throws(DisplayError) {
        let age = record.age(at: MonotonicClock.now())
        unsafe try display.show(record) { staging in
            unsafe copy.copy(from: reader, to: staging)
            let reading = unsafe Witness.read(
                UnsafeRawBufferPointer(staging), size: size, pitch: size.pitch)
            services.hold.reach(.reading)
            services.events.emit(
                .frameRead(
                    id: record.id, witness: reading.frame.map(UInt64.init) ?? 0,
                    ageNanoseconds: age, torn: reading.isFaulty, epoch: record.epoch))
            unsafe torn?.spoil(staging, size)
        }
    }
}
