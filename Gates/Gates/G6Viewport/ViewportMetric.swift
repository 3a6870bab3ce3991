/// The series of the viewport attempt.
enum ViewportMetric {
    /// Pictures that the editor read from shared memory, 1 for a torn one.
    static let tornShared = "viewport.torn.shared"
    /// Pictures that the GPU presented, as the judge read them back, 1 for a torn one.
    static let tornPresented = "viewport.torn.presented"
    /// Captures of what the compositor showed, 1 for a torn one.
    static let tornComposited = "viewport.torn.composited"
    /// How old the shown picture was when the next one took its place.
    static let age = "viewport.age.replaced"
    /// How old a picture was when the editor handed it to the compositor.
    static let agePresented = "viewport.age.presented"
    /// How old a picture was when the compositor showed it first.
    static let ageShown = "viewport.age.shown"
    /// Pictures a second, published by the runtime; for the reader.
    static let rateRuntime = "viewport.rate.runtime"
    /// Pictures a second, presented by the editor; for the reader.
    static let rateEditor = "viewport.rate.editor"
    /// How far the runtime's rate is from 60 a second.
    static let offRuntime = "viewport.rate-off.runtime"
    /// How far the editor's rate is from 60 a second.
    static let offEditor = "viewport.rate-off.editor"
    /// Processor time of the editor for one picture that it presents; for the reader.
    static let costEditor = "viewport.cost.editor"
    /// What the validation layer complained about, by the judge's own ear.
    static let validation = "viewport.validation"
    /// What a user did to the window, 1 for what it did not follow.
    static let gestures = "viewport.gestures"
    /// Pictures read as new that had been read before.
    static let repeated = "viewport.repeated"
    /// Pictures older than the one before, at any of the three places.
    static let backwards = "viewport.backwards"
    /// Two slots at 60 Hz, 1 for a torn picture.
    static let twoSlots = "viewport.two-slot"
    /// Three slots under the adversary, 1 for a torn picture.
    static let adversary = "viewport.adversary"

    /// One sample for every second in which both ends and the compositor moved.
    static let seconds = "viewport.seconds"
    /// How many different pictures the compositor was seen to show.
    static let shown = "viewport.shown"
    /// How many presented pictures the judge read back from the device.
    static let readBack = "viewport.read-back"
    /// Whether the validation layer spoke, synchronization included.
    static let layer = "viewport.layer"
    /// How many pictures of a late device were overtaken (gates.md#slow-device).
    static let overtaken = "viewport.overtaken"
    /// One sample for every window whose presentations the judge's own layer watched (gates.md#call-watch).
    static let watchedCalls = "viewport.watched-calls"
    /// How often a side was stopped in the middle of something under the adversary.
    static let stops = "viewport.stops"

    // MARK: - By the judge's own look

    /// Pictures whose pixels were compared, 1 for one with a wrong pixel.
    static let pixels = "viewport.pixels"
    /// What the judge saw of the shared region, 1 for each picture or word of it that is wrong.
    static let region = "viewport.region"
    /// Presented pictures for which the judge's memory had room, 1 for one that is not in it.
    static let missing = "viewport.read-back.missing"
    /// Bytes that a stub gains with every picture, one value a stub and part.
    static let memory = "viewport.growth.memory"
    /// Descriptors and threads that a stub gains, one value a stub and part.
    static let held = "viewport.growth.held"
    /// How far each publication is from a beat of 60 a second.
    static let beat = "viewport.beat"
    /// Rules by which every n-th picture is lost or late.
    static let fixedRules = "viewport.fixed-rules"
    /// The most pictures that were published within a tenth of a second.
    static let burst = "viewport.burst"
    /// The part of a processor that a stub without a window uses.
    static let busy = "viewport.busy"
    /// How old a picture was when an editor without a window read it.
    static let readAge = "viewport.read.age"

    // MARK: - Parts

    /// Pictures of the milestone's pipeline at any of the three places, 1 for a torn one.
    static let drawTorn = "viewport.draw.torn"
    /// How old a picture of the milestone's pipeline was when the next one took its place.
    static let drawAge = "viewport.draw.age.replaced"
    /// How many different pictures were shown by drawing them from staging memory.
    static let drawShown = "viewport.draw.shown"

    /// Larger pictures at any of the three places, 1 for a torn one.
    static func largeTorn(_ height: Int) -> String { "viewport.\(height).torn" }
    /// How old a larger picture was when the next one took its place.
    static func largeAge(_ height: Int) -> String { "viewport.\(height).age.replaced" }
    /// How far the editor's rate of larger pictures is from 60 a second.
    static func largeOff(_ height: Int) -> String { "viewport.\(height).rate-off.editor" }
}
