import Foundation
public import GateKit

/// An attempt as one timeline of editor, runtime, observer, compositor and judge, in the JSON that
/// Chrome and Perfetto read (report.md#trace); a pure function of what was stored.
public struct AttemptTrace: Sendable {
    /// The whole document.
    public let json: String
    /// How many entries it has, the names of its tracks left out.
    public let count: Int

    /// Draws the course of an attempt.
    public init(_ course: AttemptCourse) {
        var drawing = Drawing(course)
        drawing.draw()
        count = drawing.events.count
        json = Self.document(drawing.all, course.record)
    }

    /// Spells entries, one a line.
    private static func document(_ events: [TraceEvent], _ record: AttemptRecord) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        func spelled(_ value: some Encodable) -> String? {
            (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) }
        }
        let other: [String: String] = [
            "attempt": "\(record.id)", "run": "\(record.runID)",
            "procedure": record.plan.procedure, "sabotages": record.plan.controls.sabotages,
            "seed": "\(record.plan.seed)",
        ]
        return PrintableText.json(
            "{\"displayTimeUnit\":\"ms\",\"otherData\":\(spelled(other) ?? "{}"),"
                + "\"traceEvents\":[\n" + events.compactMap(spelled).joined(separator: ",\n")
                + "\n]}")
    }
}

/// Puts the course of an attempt on tracks.
struct Drawing {
    private let course: AttemptCourse
    private let start: UInt64
    private var tracks = TraceTracks()
    private(set) var events: [TraceEvent] = []

    init(_ course: AttemptCourse) {
        self.course = course
        start =
            (course.events.map(\.time) + course.measured.map(\.span.start)
            + [course.watched?.start].compactMap(\.self)).min() ?? 0
    }

    /// All entries: the names of tracks, then everything by its time.
    var all: [TraceEvent] {
        tracks.metadata
            + events.enumerated().sorted { first, second in
                let (left, right) = (first.element, second.element)
                // Of two that begin together the longer one holds the other.
                return (left.ts, -(left.dur ?? 0), first.offset)
                    < (right.ts, -(right.dur ?? 0), second.offset)
            }.map(\.element)
    }

    mutating func draw() {
        drawAttempt()
        drawEvents()
        drawPictures()
        drawChains()
        drawMeasured()
        drawHost()
    }

    /// Microseconds since the attempt began; a time before that, as a broken clock gives, is its
    /// beginning.
    private func micro(_ time: UInt64) -> Double {
        time > start ? Double(time - start) / 1_000 : 0
    }

    private mutating func stretch(
        _ name: String, _ category: String, _ process: Int64, _ title: String, _ span: TimeSpan,
        _ args: [String: TraceEvent.Value] = [:]
    ) {
        let length = Double(span.length) / 1_000
        let track = tracks.lane(process, title, from: micro(span.start), lasting: length)
        events.append(
            .duration(
                name, category, on: track, from: micro(span.start), lasting: length, args))
    }

    private mutating func drawAttempt() {
        let record = course.record
        let last = course.events.map(\.time).max() ?? start
        let end = max(course.watched?.end ?? start, last)
        let sabotages = record.plan.isControl ? " with \(record.plan.controls.sabotages)" : ""
        stretch(
            "attempt \(record.id): \(record.plan.procedure)\(sabotages)", "attempt",
            TraceTracks.judge, "attempt", TimeSpan(start: start, end: end))
    }

    // MARK: - What the processes said

    private mutating func drawEvents() {
        var lives: [Int32: (role: String, span: TimeSpan)] = [:]
        for event in course.events {
            tracks.name(Int64(event.pid), event.role, pid: event.pid)
            let isPicture = ["frame-published", "frame-read", "frame-presented", "composited"]
                .contains(event.name)
            let track = tracks.line(Int64(event.pid), isPicture ? "pictures" : "events")
            events.append(
                .moment(event.name, "event", on: track, at: micro(event.time), event.values))
            let known = lives[event.pid]?.span ?? TimeSpan(start: event.time, end: event.time)
            lives[event.pid] = (
                event.role,
                TimeSpan(
                    start: min(known.start, event.time), end: max(known.end, event.time))
            )
        }
        for (pid, life) in lives.sorted(by: { $0.key < $1.key }) {
            stretch("\(life.role) \(pid)", "life", Int64(pid), "life", life.span)
        }
    }

    /// From hand to hand: drawn, read, presented, composited, as stretches with a name each.
    private mutating func drawPictures() {
        var last: [Int64: (name: String, time: UInt64)] = [:]
        var stretches: [(name: String, id: Int64, span: TimeSpan)] = []
        let words = [
            "frame-published": ("drawn", "id"), "frame-read": ("read", "id"),
            "frame-presented": ("presented", "id"), "composited": ("composited", "frame"),
        ]
        let pictures = course.events.filter { words[$0.name] != nil }.map { ($0, $0.happened) }
        for (event, happened) in pictures.sorted(by: { $0.1 < $1.1 }) {
            guard let (word, field) = words[event.name] else { continue }
            let values = event.values
            guard let id = StubEvent.integer(values[field]) else { continue }
            var time = happened
            if let shown = StubEvent.integer(values["shown_ns"]), shown > 0 {
                time = UInt64(shown)
                let track = tracks.line(TraceTracks.compositor, "shown")
                events.append(
                    .moment(
                        "picture \(id) shown", "picture", on: track, at: micro(time),
                        ["frame": .integer(id)]))
            }
            if word != "drawn", let before = last[id], before.time <= time {
                stretches.append(
                    (
                        "\(before.name) → \(word)", id, TimeSpan(start: before.time, end: time)
                    ))
            }
            last[id] = (word, time)
        }
        for stretch in stretches.sorted(by: { $0.span.start < $1.span.start }) {
            self.stretch(
                stretch.name, "picture", TraceTracks.judge, "pictures", stretch.span,
                ["picture": .integer(stretch.id)])
        }
    }

    // MARK: - What the judge knows

    private mutating func drawChains() {
        let chains = TraceDeaths(course).chains.sorted {
            ($0.chain.milestones.first?.time ?? 0) < ($1.chain.milestones.first?.time ?? 0)
        }
        for (chain, killedAt) in chains {
            guard let first = chain.milestones.first, let last = chain.milestones.last else {
                continue
            }
            let title = killedAt == nil ? "starts" : "deaths"
            let span = TimeSpan(start: first.time, end: last.time)
            let length = Double(span.length) / 1_000
            let track = tracks.lane(
                TraceTracks.judge, title, from: micro(span.start), lasting: length)
            events.append(
                .duration(chain.title, title, on: track, from: micro(span.start), lasting: length))
            if let killedAt {
                events.append(
                    .moment("kill", title, on: track, at: micro(killedAt), isGlobal: true))
            }
            for (before, after) in zip(chain.milestones, chain.milestones.dropFirst()) {
                events.append(
                    .duration(
                        "\(before.name) → \(after.name)", title, on: track,
                        from: micro(before.time),
                        lasting: Double(after.time - before.time) / 1_000,
                        ["since_first_us": .number(micro(after.time) - micro(first.time))]))
            }
        }
    }

    private mutating func drawMeasured() {
        for batch in course.measured where batch.span.length > 0 {
            let many = batch.count > 1 ? " ×\(batch.count)" : ""
            stretch(
                batch.metric + many, "measured", TraceTracks.judge, batch.metric, batch.span,
                [
                    "sample": .integer(batch.index), "value": .number(batch.value),
                    "unit": .text(batch.unit.rawValue),
                ])
        }
    }

    private mutating func drawHost() {
        for part in course.contaminated {
            stretch("host: \(part.source)", "host", TraceTracks.judge, "host", part.span)
        }
        for violation in course.violations {
            guard let span = violation.span else { continue }
            stretch(
                violation.kind.rawValue, "violation", TraceTracks.judge, "violations", span,
                ["text": .text(violation.text)])
        }
    }
}
