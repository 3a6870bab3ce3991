import WeldContract
import WeldDisplay
import WeldPlatform
import WeldStub
import WeldViewport

/// Takes pictures out of the region and shows them: what the window's thread does between waits.
final class WindowViewer {
    private let services: EditorServices
    private let size: PictureSize
    private var reader: ViewportReader
    private var copy: PictureCopy
    private var torn: TornPicture?
    private var fault: PictureFault
    private var shownSize: WindowSize?
    private var record: FrameRecord?
    private var doorbell = DoorbellPatience()
    private var refusals: RefusalReport

    /// How long the device is waited for before the window is looked after again, in nanoseconds.
    private static let slice: UInt64 = 4_000_000

    init(_ region: ViewportRegion, services: EditorServices) {
        self.services = services
        size = region.layout.size
        reader = ViewportReader(region)
        copy = PictureCopy(region, sabotages: services.settings.sabotages)
        torn = services.settings.sabotages.has(.tornPresent) ? TornPicture() : nil
        fault = PictureFault(services.settings.sabotages)
        refusals = RefusalReport(services)
    }

    /// Shows what is due and returns when to look again.
    func look(_ display: Display) throws(DisplayError) -> Deadline {
        let hasChanged = display.size != shownSize
        if hasChanged {
            shownSize = display.size
            services.events.emit(
                .window(.window(width: display.size.width, height: display.size.height)))
        }
        guard let choice = display.choice ?? (hasChanged ? 0 : nil) else {
            return display.patience
        }
        let now = MonotonicClock.now()
        guard hasChanged || choice <= now else { return Deadline(nanoseconds: choice) }
        // What the device still reads is nobody's to exchange.
        guard try display.waitForSlots(atMost: Self.slice) else { return .immediately }
        if let record = reader.acquire() {
            doorbell.found(at: now)
            guard !fault.leavesOut() else { return .immediately }
            try show(record, display)
        } else if hasChanged, record != nil, reader.currentSlot != nil {
            // The runtime has nothing new: what it had, in the new size.
            try display.showAgain(self)
        } else {
            refusals.look(at: reader)
            reader.awaitPicture(until: Deadline(nanoseconds: doorbell.deadline(after: now)))
            fault.lookLate()
        }
        return .immediately
    }

    private func show(_ record: FrameRecord, _ display: Display) throws(DisplayError) {
        self.record = record
        try display.show(record, self)
    }

    /// Says what the rows of the picture say that was just taken.
    private func report(_ reading: Witness.Reading, age: UInt64?) {
        guard let record else { return }
        services.hold.reach(.reading)
        services.events.emit(
            .frameRead(
                id: record.id, witness: reading.frame.map(UInt64.init) ?? 0, ageNanoseconds: age,
                marks: reading.marks, epoch: record.epoch))
        guard fault.repeats else { return }
        services.events.emit(
            .frameRead(
                id: record.id, witness: reading.frame.map(UInt64.init) ?? 0,
                ageNanoseconds: record.age(at: MonotonicClock.now()), marks: reading.marks,
                epoch: record.epoch))
    }
}

extension WindowViewer: PictureSupply {
    func copy(to bytes: inout MutableRawSpan) {
        let age = record?.age(at: MonotonicClock.now())
        copy.copy(from: reader, to: &bytes)
        report(Witness.read(bytes.bytes, size: size, pitch: size.pitch), age: age)
        torn?.spoil(&bytes, size)
    }

    func lend(isShownAgain: Bool) -> SlotLease {
        if !isShownAgain {
            let age = record?.age(at: MonotonicClock.now())
            let reading = reader.withCurrent {
                Witness.read($0, size: size, pitch: size.pitch)
            }
            report(reading, age: age)
            if torn != nil {
                reader.withCurrentToSpoil { torn?.spoil(&$0, size) }
            }
        }
        return reader.lendCurrent()
    }
}

// What the window's display reports, as events.
extension WindowEvent {
    init(_ facts: DisplayFacts) {
        self = .display(
            WindowDisplay(
                driver: facts.driver, device: facts.device, api: facts.api,
                validation: facts.validation, presentMode: facts.presentMode.rawValue,
                upload: facts.upload.rawValue, blit: facts.blit.rawValue, format: facts.format,
                images: facts.images, hasFeedback: facts.hasFeedback))
    }

    init(_ picture: PresentedPicture) {
        self = .framePresented(
            id: picture.record.id, witness: picture.reading.map { UInt64($0.frame ?? 0) },
            ageNanoseconds: picture.record.age(at: picture.presentedNanoseconds),
            marks: picture.reading?.marks ?? .whole, epoch: picture.record.epoch,
            readBackSlot: picture.readBackSlot)
    }

    init(_ message: ValidationMessage) {
        self = .validationMessage(
            severity: message.severity, id: message.id, text: message.text)
    }

    init(_ tally: DisplayTally) {
        self = .displayEnded([
            NamedCount("presented", tally.presented), NamedCount("left_out", tally.leftOut),
            NamedCount("recreated", tally.recreated), NamedCount("devices_lost", tally.devicesLost),
            NamedCount("unasked", tally.unasked), NamedCount("feedback_shown", tally.feedbackShown),
            NamedCount("feedback_discarded", tally.feedbackDiscarded),
            NamedCount("feedback_unanswered", tally.feedbackUnanswered),
            NamedCount("validation_messages", tally.validationMessages),
            NamedCount("supply_ns", tally.stages.supply),
            NamedCount("acquire_ns", tally.stages.acquire),
            NamedCount("submit_ns", tally.stages.submit),
            NamedCount("present_ns", tally.stages.present),
        ])
    }
}
