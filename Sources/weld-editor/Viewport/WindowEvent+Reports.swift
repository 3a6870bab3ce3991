import WeldContract
import WeldDisplay
import WeldStub
import WeldViewport

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
            torn: picture.reading?.isFaulty ?? false, epoch: picture.record.epoch,
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
