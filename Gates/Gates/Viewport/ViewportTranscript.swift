internal import GateKit
internal import WeldContract

/// What a run of the viewport showed, computed from the events of both stubs and the observer
/// alone.
///
/// Pure: events in, samples out. Frames are named by the low 32 bits that the pixels carry.
struct ViewportTranscript {
    /// A picture as it was seen at one place.
    struct Sight: Equatable {
        /// The frame that its pixels name; nil when none can be read.
        let frame: UInt32?
        /// When it was seen, or shown, in nanoseconds.
        let time: UInt64
        /// Whether it is a mixture, or cannot be read.
        let isTorn: Bool
        /// The writer's epoch; nil where the place does not know it.
        let epoch: UInt32?
        /// How old it was by the stub's own word; nil where that is not known.
        let age: UInt64?
    }

    /// When each publication was complete; a frame can be published twice by a runtime that lies.
    private(set) var published: [(frame: UInt32, done: UInt64)] = []
    /// What the editor read from shared memory.
    private(set) var shared: [Sight] = []
    /// What the GPU presented: every picture with its time, and what it shows by the judge's own
    /// reading of what the device gave back; without one no frame is named and nothing is torn.
    private(set) var presented: [Sight] = []
    /// Where the editor's word about a presented picture is another than the judge's reading.
    private(set) var disagreements: [String] = []
    /// What the compositor showed, one entry a capture.
    private(set) var composited: [Sight] = []
    /// What the validation layer said.
    private(set) var validation: [String] = []
    /// What the window is drawn with; nil before it said so.
    private(set) var display: WindowDisplay?

    private var completions: [UInt32: [UInt64]] = [:]

    private let readings: [UInt64: PresentedReading]

    /// Takes events in their order.
    ///
    /// - Parameter readings: What the judge read of presented pictures, by the event's number.
    init(_ events: [EventRecord] = [], readings: [UInt64: PresentedReading] = [:]) {
        self.readings = readings
        for event in events { note(event) }
    }

    /// Takes one more event.
    mutating func note(_ record: EventRecord) {
        switch (record.role, record.event) {
        case (.runtime, .framePublished(let id, let done, _)):
            let frame = UInt32(truncatingIfNeeded: id)
            published.append((frame, done))
            completions[frame, default: []].append(done)
        case (.editor, .frameRead(_, let witness, let age, let isTorn, let epoch)):
            shared.append(sight(record, witness, age, isTorn, epoch))
        case (
            .editor, .window(.framePresented(_, let witness, let age, let isTorn, let epoch, _))
        ):
            notePresented(sight(record, witness ?? 0, age, isTorn, epoch), record.number)
        case (.editor, .window(.display(let display))): self.display = display
        case (.editor, .window(.validationMessage(_, _, let text))): validation.append(text)
        case (
            .observer, .observer(.composited(_, let shown, let frame, let isTorn, _, _, _))
        ):
            // After the first picture a capture without one is a picture that was lost.
            composited.append(
                Sight(
                    frame: frame, time: shown, isTorn: isTorn || frame == nil, epoch: nil,
                    age: nil))
        default: break
        }
    }

    private mutating func notePresented(_ word: Sight, _ number: UInt64) {
        let reading = readings[number]
        presented.append(
            Sight(
                frame: reading?.frame, time: word.time,
                isTorn: reading.map { $0.frame != nil && $0.isTorn } ?? false,
                epoch: word.epoch, age: word.age))
        guard let reading, let frame = reading.frame else { return }
        // Of a torn picture either may name any of its frames.
        guard word.isTorn != reading.isTorn || !reading.isTorn && word.frame != frame else {
            return
        }
        func say(_ frame: UInt32?, _ isTorn: Bool) -> String {
            "\(frame.map { "frame \($0)" } ?? "no frame")\(isTorn ? ", torn" : "")"
        }
        disagreements.append(
            "\(say(word.frame, word.isTorn)) by the editor, \(say(frame, reading.isTorn)) by what "
                + "the device gave back")
    }

    private func sight(
        _ record: EventRecord, _ witness: UInt64, _ age: UInt64?, _ isTorn: Bool, _ epoch: UInt32
    ) -> Sight {
        Sight(
            frame: witness == 0 ? nil : UInt32(truncatingIfNeeded: witness), time: record.time,
            isTorn: isTorn, epoch: epoch, age: age)
    }

    /// When the newest publication of a frame that lies before a moment was complete.
    func completion(of frame: UInt32, before moment: UInt64) -> UInt64? {
        completions[frame]?.last { $0 <= moment }
    }
}
