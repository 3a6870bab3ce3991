import Foundation
import GateKit
import Synchronization
import Testing

@Suite("What an attempt tells the harness")
struct AttemptMessageTests {
    static let messages: [AttemptMessage] = [
        .samples(SampleBatch(metric: "rtt", unit: .nanoseconds, warmup: true, values: [1, 2.5])),
        .event(
            StubEvent(
                number: 3, time: 9, pid: 4, role: "runtime", name: "hello", fields: #"{"a":1}"#)
        ),
        .fact(Fact("placement", "cpu 0")), .violation(Violation(.leak, "fd 9")),
        .fault(HarnessFault(.precondition, "no binary")), .artefact(name: "stacks", path: "/x"),
        .progress("warming up"), .end,
    ]

    @Test("A message survives its way through one line of JSON", arguments: messages)
    func roundTrip(message: AttemptMessage) throws {
        let line = try JSONEncoder().encode(message)
        #expect(!line.contains(UInt8(ascii: "\n")))
        #expect(try JSONDecoder().decode(AttemptMessage.self, from: line) == message)
    }

    @Test("A trial records 0 when it held and 1 when it did not")
    func trials() {
        let seen = Mutex<[AttemptMessage]>([])
        let recorder = Recorder { message in seen.withLock { $0.append(message) } }
        recorder.trial("wrong", holds: true)
        recorder.trial("wrong", holds: false)
        recorder.samples("nothing", [], unit: .count)
        let values = seen.withLock { $0 }.map { message -> [Double] in
            if case .samples(let batch) = message { batch.values } else { [] }
        }
        #expect(values == [[0], [1]])
    }

    @Test("A sabotage reaches only the stub that it is meant for")
    func sabotage() {
        var plan = AttemptPlan(
            procedure: "p", gates: [.g7], profile: .smoke, replicate: 0, seed: 1,
            scratchDirectory: "/s", editorPath: "/e", runtimePath: "/r", deadlineSeconds: 1)
        #expect(plan.sabotageArguments(for: .runtime).isEmpty)
        plan.controls = [
            Control("fd-drop", subject: .runtime, gate: .g7, violates: "g7.bytes")
        ]
        #expect(plan.sabotageArguments(for: .runtime) == ["--sabotage", "fd-drop"])
        #expect(plan.sabotageArguments(for: .editor).isEmpty)
    }
}
