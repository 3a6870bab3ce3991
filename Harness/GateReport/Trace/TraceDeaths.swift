import GateKit

/// What followed a kill, or the start of a runtime, as milestones in the order of their times
/// (report.md#trace).
struct TraceChain: Equatable {
    /// A milestone, such as `reaped`.
    struct Milestone: Equatable {
        var name: String
        /// Nanoseconds of the monotonic clock.
        var time: UInt64
    }

    /// Such as `death of runtime 4711`.
    var title: String
    /// Ordered by time.
    var milestones: [Milestone]

    init?(_ title: String, _ milestones: [(String, UInt64?)]) {
        let known = milestones.enumerated().compactMap { place, milestone in
            milestone.1.map { (place, Milestone(name: milestone.0, time: $0)) }
        }
        // What has the same time stays in the order of the story.
        let sorted = known.sorted { ($0.1.time, $0.0) < ($1.1.time, $1.0) }.map(\.1)
        guard sorted.count > 1 else { return nil }
        self.title = title
        self.milestones = sorted
    }
}

/// Finds kills and starts in the course of an attempt.
///
/// The moment of a kill is no event of a stub: it is where the judge's own wait for what followed
/// began, and that wait's end is the very event that it ended by.
struct TraceDeaths {
    /// The series whose waits begin at a kill of a runtime, and of an editor.
    private static let runtimeKill = "g4.detect"
    private static let editorKill = ["g5.notice", "g5.end"]

    private let course: AttemptCourse
    private let events: [StubEvent]
    /// The editor that started each process.
    private var parents: [Int32: Int32] = [:]

    init(_ course: AttemptCourse) {
        self.course = course
        events = course.events.sorted { ($0.time, $0.number) < ($1.time, $1.number) }
        for event in events where event.name == "spawned" {
            guard let child = Self.child(event) else { continue }
            parents[child] = event.pid
        }
    }

    /// The chains, each with the moment of its kill where it has one.
    var chains: [(chain: TraceChain, killedAt: UInt64?)] {
        let runtimes = course.measured.filter { $0.metric == Self.runtimeKill }
            .compactMap { kill in runtimeDeath(kill).map { ($0, Optional(kill.span.start)) } }
        var seen: Set<UInt64> = []
        let editors = course.measured.filter { Self.editorKill.contains($0.metric) }
            .filter { seen.insert($0.span.start).inserted }
            .compactMap { kill in
                editorDeath(kill.span.start).map { ($0, Optional(kill.span.start)) }
            }
        return runtimes + editors + starts.map { ($0, nil) }
    }

    // MARK: - A runtime

    private func runtimeDeath(_ kill: AttemptCourse.Measured) -> TraceChain? {
        let killedAt = kill.span.start
        guard kill.value >= 0, kill.value < 1e15 else { return nil }
        let noticed = killedAt &+ UInt64(kill.value)
        let words = ["peer-gone", "reaped"]
        // What the wait ended by; without it the next such word.
        let later = events.filter { $0.time >= killedAt && words.contains($0.name) }
        guard
            let first = later.first(where: { $0.time == noticed && $0.role == "editor" })
                ?? later.first(where: { $0.role == "editor" })
        else { return nil }
        let editor = first.pid
        let own = after(killedAt, of: editor)
        let reaped = own.first { $0.name == "reaped" }
        let successor = own.first { $0.name == "spawned" }.flatMap(Self.child)
        let next = successor.map { after(killedAt, of: $0) } ?? []
        let isReplaced = successor != nil
        let title = "death of runtime" + (reaped.flatMap(Self.child).map { " \($0)" } ?? "")
        return TraceChain(
            title,
            [
                ("kill", killedAt), ("end of file seen", time("peer-gone", own)),
                ("reaped", reaped?.time), ("restarting", time("restarting", own)),
                ("exiting", isReplaced ? nil : time("exiting", own)),
            ] + (isReplaced ? Self.arrival(of: next, at: own, among: events) : []))
    }

    // MARK: - An editor

    private func editorDeath(_ killedAt: UInt64) -> TraceChain? {
        let words = ["peer-gone", "wire-error", "exiting"]
        guard
            let first = events.first(where: {
                $0.time >= killedAt && $0.role == "runtime" && words.contains($0.name)
            })
        else { return nil }
        let own = after(killedAt, of: first.pid)
        let judged = course.measured.first {
            $0.metric == "g5.end" && $0.span.start == killedAt && $0.value >= 0 && $0.value < 1e15
        }
        let editor = parents[first.pid].map { " \($0)" } ?? ""
        return TraceChain(
            "death of editor\(editor)",
            [
                ("kill", killedAt), ("end of file seen", time("peer-gone", own)),
                ("swept", time("swept", own)), ("exiting", time("exiting", own)),
                ("ended", judged.map { killedAt &+ UInt64($0.value) }),
            ])
    }

    // MARK: - A start

    /// The start of every runtime that takes nobody's place.
    private var starts: [TraceChain] {
        var greeted: Set<Int32> = []
        return events.filter { $0.name == "spawned" }.compactMap { event in
            guard let child = Self.child(event), greeted.insert(event.pid).inserted else {
                return nil
            }
            return TraceChain(
                "start of runtime \(child)",
                Self.arrival(
                    of: after(event.time, of: child), at: after(event.time, of: event.pid),
                    among: events))
        }
    }

    /// The milestones from the start of a runtime to its first picture and its first answer.
    private static func arrival(
        of runtime: [StubEvent], at editor: [StubEvent], among events: [StubEvent]
    ) -> [(String, UInt64?)] {
        let pictures = runtime.first { $0.name == "frame-published" }
        let first = pictures.flatMap { StubEvent.integer($0.values["id"]) } ?? 0
        func shown(_ name: String, _ field: String, in list: [StubEvent]) -> UInt64? {
            guard let drawn = pictures?.happened else { return nil }
            return list.first {
                $0.time >= drawn && $0.name == name
                    && StubEvent.integer($0.values[field]) ?? -1 >= first
            }?.time
        }
        func time(_ name: String, _ list: [StubEvent]) -> UInt64? {
            list.first { $0.name == name }?.time
        }
        // What one editor went on to after the next death is no part of this one.
        let end = editor.filter { $0.name == "spawned" }.dropFirst().first?.time ?? .max
        let own = editor.prefix { $0.time < end }
        let all = Array(own)
        let composited = events.filter { $0.role == "observer" && $0.time < end }
        return [
            ("spawned", time("spawned", all)), ("started", time("started", runtime)),
            ("connected", time("connected", all)), ("Hello", time("hello", all)),
            ("ack", time("ack", all)),
            ("hand-over", time("handover", all) ?? time("handover", runtime)),
            ("first picture drawn", pictures?.happened),
            ("read", shown("frame-read", "id", in: all)),
            ("presented", shown("frame-presented", "id", in: all)),
            ("composited", shown("composited", "frame", in: composited)),
            ("Echo", time("restarted", all) ?? time("round-checked", all)),
        ]
    }

    // MARK: - Looking

    /// Returns what a process reported from a moment on.
    private func after(_ time: UInt64, of pid: Int32) -> [StubEvent] {
        events.filter { $0.pid == pid && $0.time >= time }
    }

    private func time(_ name: String, _ events: [StubEvent]) -> UInt64? {
        events.first { $0.name == name }?.time
    }

    private static func child(_ event: StubEvent) -> Int32? {
        StubEvent.integer(event.values["child"]).flatMap(Int32.init(exactly:))
    }
}
