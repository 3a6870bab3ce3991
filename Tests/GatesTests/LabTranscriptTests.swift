import GateKit
import Testing

@testable import Gates

@Suite("What the handles lab means")
struct LabTranscriptTests {
    private func event(
        _ role: String, _ name: String, _ fields: [String: String] = [:]
    ) -> StubEvent {
        StubEvent(number: 1, time: 1, pid: 1, role: role, name: name, fields: fields)
    }

    /// A step in which two pipes are passed, with whatever is changed about it.
    private func passing(
        receivedOrder: [String] = ["0", "1"], cloexec: String = "true", actual: String = "aa",
        eof: String = "true"
    ) -> [StubEvent] {
        let inodes = ["70", "71"]
        var events = [event("editor", "lab-step", ["step": "1", "name": "batch-8"])]
        for (index, original) in receivedOrder.enumerated() {
            let inode = inodes[Int(original) ?? 0]
            events.append(
                event(
                    "runtime", "handle-received",
                    ["index": "\(index)", "dev": "3", "ino": inode, "cloexec": cloexec]))
        }
        for index in 0..<2 {
            let place = ["step": "1", "index": "\(index)", "kind": "pipe"]
            let object = ["dev": "3", "ino": inodes[index]]
            events.append(event("editor", "lab-sent", place.merging(object) { $1 }))
            events.append(
                event(
                    "editor", "lab-readback",
                    place.merging(["expected": "aa", "actual": actual]) { $1 }))
            events.append(event("editor", "lab-liveness", place.merging(["eof": eof]) { $1 }))
        }
        events.append(event("editor", "lab-answered", ["how": "echo-reply"]))
        return events
    }

    /// A step that must be refused, with whatever is changed about it.
    private func hostile(
        _ step: String = "on-corrupt-frame", error: String = "schemaHashMismatch",
        how: String = "end-of-stream", eof: String = "true"
    ) -> [StubEvent] {
        [
            event("editor", "lab-step", ["step": "1", "name": step]),
            event("runtime", "wire-error", ["name": error]),
            event("editor", "lab-answered", ["how": how]),
            event("editor", "lab-liveness", ["index": "0", "eof": eof]),
        ]
    }

    /// The metrics that the events violate.
    private func violated(_ events: [StubEvent], limitWasLowered: Bool = true) -> Set<String> {
        let trials = LabTranscript(events).trials(limitWasLowered: limitWasLowered)
        #expect(!trials.isEmpty)
        return Set(trials.filter { !$0.holds }.map(\.metric))
    }

    @Test("Two pipes that arrive in order, written, guarded and ended violate nothing")
    func clean() {
        #expect(violated(passing()).isEmpty)
        let trials = LabTranscript(passing()).trials(limitWasLowered: true)
        #expect(trials.count == 2 + 1 + 2 + 2 + 2)
    }

    @Test("A descriptor that never arrived is missing, and its batch out of order")
    func missing() {
        #expect(
            violated(passing(receivedOrder: ["0"]))
                == [DescriptorMetric.arrived, DescriptorMetric.order])
    }

    @Test("Two descriptors that changed places are out of order and nothing else")
    func swapped() {
        #expect(violated(passing(receivedOrder: ["1", "0"])) == [DescriptorMetric.order])
    }

    @Test("Each other fact violates its own question")
    func others() {
        #expect(violated(passing(cloexec: "false")) == [DescriptorMetric.closeOnExec])
        #expect(violated(passing(actual: "")) == [DescriptorMetric.bytes])
        #expect(violated(passing(eof: "false")) == [DescriptorMetric.liveness])
    }

    @Test(
        "A hostile step holds with its documented error, the connection closed, nothing open",
        arguments: LabTranscript.documentedErrors.sorted { $0.key < $1.key })
    func documented(step: String, error: String) {
        #expect(violated(hostile(step, error: error)).isEmpty)
        #expect(violated(hostile(step, error: "invalidMagic")) == [DescriptorMetric.errorNamed])
        #expect(
            violated(hostile(step, error: error, how: "echo-reply"))
                == [DescriptorMetric.errorNamed])
        #expect(
            violated(hostile(step, error: error, eof: "false"))
                == [DescriptorMetric.closedOnError])
    }

    @Test("The step near the limit is an ordinary one when no limit was lowered")
    func nearLimit() {
        var events = passing()
        events[0].fields["name"] = "near-limit"
        #expect(violated(events, limitWasLowered: false).isEmpty)
        #expect(violated(events, limitWasLowered: true).contains(DescriptorMetric.errorNamed))
    }

    @Test(
        "254 must be refused with as many descriptors open after as before, and nothing sent",
        arguments: [("9", false), ("10", true)])
    func refused(openAfter: String, violates: Bool) {
        let events = [
            event("editor", "lab-step", ["name": "refuse-254"]),
            event(
                "editor", "lab-refused",
                ["count": "254", "open_before": "9", "open_after": openAfter]),
            event("editor", "lab-answered", ["how": "echo-reply"]),
        ]
        #expect(violated(events) == (violates ? [DescriptorMetric.overLimit] : []))
    }

    @Test("Only a refusal with EPERM shows that the region is sealed")
    func sealed() {
        #expect(violated([event("runtime", "truncate-refused", ["errno": "1"])]).isEmpty)
        for wrong in [
            event("runtime", "truncate-refused", ["errno": "9"]),
            event("runtime", "truncate-allowed"),
        ] {
            #expect(violated([wrong]) == [DescriptorMetric.sealed])
        }
    }

    @Test("Kinds and numbers are counted over the steps that passed")
    func coverage() {
        let counts = LabTranscript(passing() + hostile()).coverage()
        #expect(
            counts == [
                DescriptorMetric.batchPrefix + "2": 1, DescriptorMetric.kindPrefix + "pipe": 2,
            ])
    }
}
