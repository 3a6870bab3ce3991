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
    /// Of every capture whose pixels were compared with its frame's, and of every read-back, whether
    /// some were others.
    private(set) var pixels: [Bool] = []
    /// What the editor said of pictures, one after the other, for what can be checked against it.
    private(set) var words: [Word] = []
    /// When the runtime reported each publication.
    private(set) var reported: [UInt64] = []
    /// What the validation layer said.
    private(set) var validation: [String] = []
    /// The severities of what the judge's own layer said (gates.md#call-watch), and whether it is said
    /// to be cut.
    private(set) var canaries: [String] = []
    /// What the window counted, by its word at its end.
    private(set) var tally: [String: UInt64] = [:]
    /// What the window is drawn with; nil before it said so.
    private(set) var display: WindowDisplay?

    private var completions: [UInt32: [UInt64]] = [:]

    private let readings: [UInt64: PresentedReading]
    private let isScreenExact: Bool

    /// Takes events in their order.
    ///
    /// - Parameters:
    ///   - readings: What the judge read of presented pictures, by the event's number.
    ///   - isScreenExact: Whether what is captured are the very colours that were presented: a
    ///     session's compositor may change them.
    init(
        _ events: [EventRecord] = [], readings: [UInt64: PresentedReading] = [:],
        isScreenExact: Bool = true
    ) {
        self.readings = readings
        self.isScreenExact = isScreenExact
        for event in events { note(event) }
    }

    /// Takes one more event.
    mutating func note(_ record: EventRecord) {
        switch (record.role, record.event) {
        case (.runtime, .framePublished(let id, let done, _)):
            let frame = UInt32(truncatingIfNeeded: id)
            reported.append(record.time)
            published.append((frame, done))
            complete(frame, at: done)
        case (.observer, .observer(.painted(let frame, let done))):
            reported.append(record.time)
            published.append((frame, done))
            complete(frame, at: done)
        case (.editor, .frameRead(let id, let witness, let age, let marks, let epoch)):
            shared.append(sight(record, witness, age, marks, epoch))
            words.append(
                Word(
                    frame: UInt32(truncatingIfNeeded: id), time: record.time, age: age,
                    isPresented: false,
                    // Two slots have no epoch, and name a picture after the one that follows it.
                    isMisnamed: marks != .torn && epoch > 0
                        && UInt32(truncatingIfNeeded: id) != UInt32(truncatingIfNeeded: witness)))
        case (
            .editor,
            .window(.framePresented(let id, let witness, let age, let marks, let epoch, _))
        ):
            words.append(
                Word(
                    frame: UInt32(truncatingIfNeeded: id), time: record.time, age: age,
                    isPresented: true, isMisnamed: false))
            notePresented(sight(record, witness ?? 0, age, marks, epoch), record.number)
        case (.editor, .window(.display(let display))): self.display = display
        case (.editor, .window(.displayEnded(let counts))):
            tally = Dictionary(counts.map { ($0.name, $0.count) }) { $1 }
        case (.editor, .window(.validationMessage(let severity, _, let text))):
            if text.contains(CallLog.canary) {
                canaries.append(severity + (record.isCut ? " cut" : ""))
            } else {
                validation.append(text)
            }
        case (
            .observer,
            .observer(.composited(_, let shown, let frame, let isTorn, _, _, _, _, let wrong))
        ):
            if let wrong, isScreenExact { pixels.append(wrong > 0) }
            // After the first picture a capture without one is a picture that was lost.
            composited.append(
                Sight(
                    frame: frame, time: shown, isTorn: isTorn || frame == nil, epoch: nil,
                    age: nil))
        default: break
        }
    }

    /// Keeps the first completions of a frame: a healthy one has one.
    private mutating func complete(_ frame: UInt32, at done: UInt64) {
        guard completions[frame, default: []].count < 64 else { return }
        completions[frame, default: []].append(done)
    }

    private mutating func notePresented(_ word: Sight, _ number: UInt64) {
        let reading = readings[number]
        if let reading, reading.frame != nil, !reading.isTorn { pixels.append(!reading.isExact) }
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
        _ record: EventRecord, _ witness: UInt64, _ age: UInt64?, _ marks: RowMarks, _ epoch: UInt32
    ) -> Sight {
        Sight(
            frame: witness == 0 ? nil : UInt32(truncatingIfNeeded: witness), time: record.time,
            isTorn: marks == .torn, epoch: epoch, age: age)
    }

    /// When each publication of a frame was complete.
    func completions(of frame: UInt32) -> [UInt64] { completions[frame] ?? [] }

    /// When the newest publication of a frame that lies before a moment was complete.
    func completion(of frame: UInt32, before moment: UInt64) -> UInt64? {
        completions[frame]?.last { $0 <= moment }
    }
}

/// A value and when it came to be.
struct TimedValue: Equatable {
    /// What was measured.
    let value: Double
    /// From when to when.
    let span: TimeSpan
}

extension ViewportTranscript {
    // MARK: - Age

    /// Returns how old each shown picture was when another took its place, within a window; the
    /// one on the screen at the window's end counts with the age it had then.
    ///
    /// Captures of one picture that follow each other are one picture that was shown on.
    func agesAtReplacement(in window: TimeSpan) -> [TimedValue] {
        var ages: [TimedValue] = []
        let readable = composited.filter { $0.frame != nil && $0.time < window.end }
        for (index, sight) in readable.enumerated() {
            let next = index + 1 < readable.count ? readable[index + 1] : nil
            guard next?.frame != sight.frame, let frame = sight.frame,
                let done = completion(of: frame, before: sight.time)
            else { continue }
            let replaced = next?.time ?? window.end
            guard replaced >= window.start, replaced >= done else { continue }
            ages.append(
                TimedValue(
                    value: Double(replaced - done), span: TimeSpan(start: done, end: replaced)))
        }
        return ages
    }

    /// Returns how old each picture was when it was first shown.
    func agesWhenShown(in window: TimeSpan) -> [TimedValue] {
        var last: UInt32?
        return composited.compactMap { sight in
            guard let frame = sight.frame, frame != last else { return nil }
            last = frame
            guard window.holds(sight.time),
                let done = completion(of: frame, before: sight.time)
            else { return nil }
            return TimedValue(
                value: Double(sight.time - done), span: TimeSpan(start: done, end: sight.time))
        }
    }

    /// Returns how old each picture was when the editor handed it over, by the editor's word.
    func agesWhenPresented(in window: TimeSpan) -> [TimedValue] {
        guard !saysNoAge(isPresented: true) else { return [] }
        return presented.filter { window.holds($0.time) }.compactMap { sight in
            sight.age.map { age in
                TimedValue(
                    value: Double(max(1, age)),
                    span: TimeSpan(start: sight.time - min(sight.time, age), end: sight.time))
            }
        }
    }

    /// Returns when each picture was handed over, by the editor's word: its age, after the picture
    /// was complete.
    var presentationTimes: [UInt64] {
        words.filter(\.isPresented).compactMap(presentationTime)
    }

    private func presentationTime(_ word: Word) -> UInt64? {
        guard let age = word.age, let done = completion(of: word.frame, before: word.time)
        else { return nil }
        return done + age
    }

    /// How many pictures were overtaken while a device that is late had not read them: the editor took
    /// the next one from shared memory, and after that two more were complete, of which the second is
    /// in the slot of the picture, were that given back.
    ///
    /// The editor says that a picture is presented when the device is done with it, so that a device
    /// that was not late at all overtakes nothing.
    ///
    /// - Parameters:
    ///   - delay: How late the device is, in nanoseconds.
    ///   - patience: After how many nanoseconds an editor that takes no other picture before the device
    ///     is done would have taken one; nil where such a picture is not overtaken.
    func overtaken(within delay: UInt64, patience: UInt64?) -> Int {
        words.count { word in
            guard word.isPresented, let time = presentationTime(word), word.time >= time + delay
            else { return false }
            let taken = words.first { !$0.isPresented && $0.time > time }?.time
            let next = taken.flatMap { $0 < time + delay ? $0 : nil } ?? patience.map { time + $0 }
            guard let next else { return false }
            return published.count { $0.done > next && $0.done < time + delay } >= 2
        }
    }

    // MARK: - Tears

    /// Returns 1 for each torn and 0 for each whole picture of a place; what names no frame and is
    /// not torn was not seen or has no marks, and is no sample: it makes nothing torn and nothing GO.
    static func tears(_ place: [Sight]) -> [Double] {
        place.compactMap { $0.frame == nil && !$0.isTorn ? nil : $0.isTorn ? 1 : 0 }
    }

    /// Returns how many pictures the judge read back from the device within a window.
    func readBack(in window: TimeSpan) -> Int {
        presented.count { $0.frame != nil && window.holds($0.time) }
    }

    // MARK: - Rate

    /// Returns how many of the moments there were a second, in each period of a window.
    static func rates(_ moments: [UInt64], in window: TimeSpan, seconds: Int) -> [TimedValue] {
        let length = UInt64(max(1, seconds)) * 1_000_000_000
        var rates: [TimedValue] = []
        var start = window.start
        while start + length <= window.end {
            let period = TimeSpan(start: start, end: start + length)
            let count = moments.count { period.holds($0) }
            rates.append(TimedValue(value: Double(count) / Double(max(1, seconds)), span: period))
            start += length
        }
        return rates
    }

    /// Returns the seconds of a window in which the runtime published, the editor presented and
    /// the compositor showed something.
    func movingSeconds(in window: TimeSpan) -> Int {
        let places = [published.map(\.done), presented.map(\.time), composited.map(\.time)]
        let rates = places.map { Self.rates($0, in: window, seconds: 1) }
        return (0..<(rates.first?.count ?? 0)).count { second in
            rates.allSatisfy { $0[second].value > 0 }
        }
    }

    // MARK: - Order

    /// Returns for each picture that the editor read, or presented, as new whether it had just been:
    /// 1, or 0.
    var repetitions: [Double] {
        let presented = words.filter(\.isPresented)
        return zip(shared.dropFirst(), shared).map { sight, before in
            sight.frame != nil && sight.frame == before.frame && sight.epoch == before.epoch ? 1 : 0
        } + zip(presented.dropFirst(), presented).map { $0.frame == $1.frame ? 1 : 0 }
    }

    /// Returns for each picture at each place whether it is older than the one before.
    var regressions: [Double] {
        [shared, presented, composited].flatMap { place -> [Double] in
            let named = place.filter { $0.frame != nil && !$0.isTorn }
            return zip(named.dropFirst(), named).map { sight, before in
                guard let frame = sight.frame, let earlier = before.frame else { return 0 }
                return sight.epoch == before.epoch && frame < earlier ? 1 : 0
            }
        }
    }

    /// Returns how many different pictures were shown within a window.
    func distinctShown(in window: TimeSpan) -> Int {
        Set(composited.filter { window.holds($0.time) && !$0.isTorn }.compactMap(\.frame)).count
    }
}

extension TimeSpan {
    /// Whether a moment lies within; the end does not.
    func holds(_ moment: UInt64) -> Bool { start <= moment && moment < end }
}
