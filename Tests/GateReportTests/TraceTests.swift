import Foundation
import GateKit
import Testing

@testable import GateReport

@Suite("Timelines")
struct TraceTests {
    private static let base: UInt64 = 5_000_000_000

    private static func event(
        _ milliseconds: UInt64, _ pid: Int32, _ role: String, _ name: String,
        _ fields: String = "{}"
    ) -> StubEvent {
        StubEvent(
            number: milliseconds, time: base + milliseconds * 1_000_000, pid: pid, role: role,
            name: name, fields: fields)
    }

    /// Runtime 20 of editor 10 is killed at 100 ms; 21 takes its place, and the window shows it.
    private static let death = [
        event(1, 10, "editor", "started"), event(5, 10, "editor", "spawned", "{\"child\":20}"),
        event(9, 20, "runtime", "started"), event(12, 10, "editor", "connected"),
        event(13, 10, "editor", "hello"), event(14, 10, "editor", "ack"),
        event(15, 10, "editor", "handover"),
        event(20, 20, "runtime", "frame-published", "{\"id\":1}"),
        event(21, 10, "editor", "frame-read", "{\"id\":1}"),
        event(101, 10, "editor", "peer-gone"),
        event(102, 10, "editor", "reaped", "{\"child\":20,\"status\":\"signalled(9)\"}"),
        event(103, 10, "editor", "restarting"),
        event(104, 10, "editor", "spawned", "{\"child\":21}"), event(108, 21, "runtime", "started"),
        event(110, 10, "editor", "connected"), event(111, 10, "editor", "hello"),
        event(112, 10, "editor", "ack"), event(113, 10, "editor", "handover"),
        event(
            122, 21, "runtime", "frame-published",
            "{\"id\":7,\"t_done_ns\":\(base + 120_000_000)}"),
        event(121, 10, "editor", "frame-read", "{\"id\":7}"),
        event(125, 10, "editor", "frame-presented", "{\"id\":7}"),
        event(
            140, 30, "observer", "composited",
            "{\"frame\":7,\"shown_ns\":\(base + 133_000_000),\"torn\":false}"),
        event(150, 10, "editor", "restarted", "{\"epoch\":2}"),
    ]

    private func course(
        _ events: [StubEvent], _ measured: [AttemptCourse.Measured] = []
    ) -> AttemptCourse {
        AttemptCourse(
            record: AttemptRecord(
                id: 26, runID: 1,
                plan: AttemptPlan(
                    procedure: "runtime-killed", gates: [.g4], profile: .smoke, replicate: 0,
                    seed: 1, scratchDirectory: "", editorPath: "", runtimePath: "",
                    deadlineSeconds: 1), rule: Rule(checks: []), startedAt: 1),
            events: events, measured: measured,
            contaminated: [
                .init(span: TimeSpan(start: Self.base, end: Self.base + 500), source: "steal")
            ], watched: nil,
            violations: [
                Violation(.hang, "it hung", span: TimeSpan(start: Self.base + 9, end: Self.base))
            ])
    }

    private static let kill = AttemptCourse.Measured(
        metric: "g4.detect", unit: .nanoseconds, index: 0, count: 1, value: 1_000_000,
        span: TimeSpan(start: base + 100_000_000, end: base + 101_000_000))

    /// The entries of a document, checked one by one against the format.
    private func entries(_ course: AttemptCourse) throws -> [[String: Any]] {
        let document = try #require(
            try JSONSerialization.jsonObject(with: Data(AttemptTrace(course).json.utf8))
                as? [String: Any])
        let entries = try #require(document["traceEvents"] as? [[String: Any]])
        var last = 0.0
        for entry in entries {
            let phase = try #require(entry["ph"] as? String)
            #expect(["X", "i", "M"].contains(phase))
            #expect(entry["name"] is String && entry["cat"] is String)
            #expect(entry["pid"] is Int && entry["tid"] is Int && entry["args"] is [String: Any])
            let time = try #require(entry["ts"] as? Double)
            #expect(time >= 0 && time.isFinite)
            switch phase {
            case "X": #expect((entry["dur"] as? Double ?? -1) >= 0)
            case "i": #expect(["t", "g"].contains(entry["s"] as? String))
            default: #expect(entry["dur"] == nil)
            }
            guard phase != "M" else { continue }
            #expect(time >= last, "entries come in the order of their times")
            last = time
        }
        try checkNesting(entries)
        return entries
    }

    /// On one line a stretch holds another whole or not at all.
    private func checkNesting(_ entries: [[String: Any]]) throws {
        let stretches = entries.filter { $0["ph"] as? String == "X" }
        for (_, line) in Dictionary(grouping: stretches, by: { $0["tid"] as? Int }) {
            var open: [Double] = []
            for stretch in line {
                let start = try #require(stretch["ts"] as? Double)
                let end = start + (stretch["dur"] as? Double ?? 0)
                while let last = open.last, last <= start + 1e-6 { open.removeLast() }
                #expect(open.last.map { end <= $0 + 1e-6 } ?? true, "\(stretch)")
                open.append(end)
            }
        }
    }

    @Test("a killed runtime shows every milestone, and the stretches between them have names")
    func death() throws {
        let entries = try entries(course(Self.death.shuffled(), [Self.kill]))
        let names = entries.filter {
            $0["cat"] as? String == "deaths" && $0["ph"] as? String == "X"
        }
        .compactMap { $0["name"] as? String }
        #expect(
            names == [
                "death of runtime 20", "kill → end of file seen", "end of file seen → reaped",
                "reaped → restarting", "restarting → spawned", "spawned → started",
                "started → connected", "connected → Hello", "Hello → ack", "ack → hand-over",
                "hand-over → first picture drawn", "first picture drawn → read",
                "read → presented", "presented → composited", "composited → Echo",
            ])
        let kill = try #require(entries.first { $0["name"] as? String == "kill" })
        #expect(kill["s"] as? String == "g" && kill["ts"] as? Double == 99_000)
        let pictures = entries.filter { $0["cat"] as? String == "picture" }
            .compactMap { $0["name"] as? String }
        #expect(pictures.contains("presented → composited"))
        #expect(pictures.contains("picture 7 shown"))
    }

    @Test("every process has a name; judge and compositor are no process of the system")
    func tracks() throws {
        let names = try entries(course(Self.death, [Self.kill]))
            .filter { $0["name"] as? String == "process_name" }
            .compactMap { ($0["args"] as? [String: Any])?["name"] as? String }
        #expect(
            Set(names) == [
                "judge", "compositor", "editor 10", "runtime 20", "runtime 21", "observer 30",
            ])
    }

    @Test("an editor's death ends where the judge saw its runtime end")
    func editorDeath() throws {
        let events = [
            Self.event(1, 10, "editor", "spawned", "{\"child\":20}"),
            Self.event(52, 20, "runtime", "peer-gone"), Self.event(54, 20, "runtime", "swept"),
            Self.event(55, 20, "runtime", "exiting"),
        ]
        let end = AttemptCourse.Measured(
            metric: "g5.end", unit: .nanoseconds, index: 0, count: 1, value: 8_000_000,
            span: TimeSpan(start: Self.base + 50_000_000, end: Self.base + 58_000_000))
        let names = try entries(course(events, [end]))
            .filter { $0["cat"] as? String == "deaths" && $0["ph"] as? String == "X" }
            .compactMap { $0["name"] as? String }
        #expect(
            names == [
                "death of editor 10", "kill → end of file seen", "end of file seen → swept",
                "swept → exiting", "exiting → ended",
            ])
    }

    @Test("an attempt without anything, and one with everything wrong, are documents all the same")
    func hostile() throws {
        #expect(try entries(course([])).contains { $0["ph"] as? String == "X" })
        let nasty = [
            StubEvent(number: 1, time: .max, pid: -7, role: "\u{1B}", name: "spawned", fields: "{"),
            StubEvent(
                number: .max, time: 0, pid: .max, role: "editor", name: "spawned",
                fields: "{\"child\":99999999999999}"),
            StubEvent(
                number: 0, time: 3, pid: 4, role: "runtime", name: "frame-published",
                fields: "{\"id\":1.5e300,\"x\":[1]}"),
            StubEvent(
                number: 2, time: 4, pid: 5, role: "observer", name: "composited",
                fields: "{\"frame\":1,\"shown_ns\":-9}"),
        ]
        let odd = [-1, .nan, .infinity, 1e300].map { value in
            AttemptCourse.Measured(
                metric: "g4.detect", unit: .nanoseconds, index: .max, count: -3, value: value,
                span: TimeSpan(start: .max - 1, end: .max))
        }
        _ = try entries(course(nasty, odd))
    }
}
