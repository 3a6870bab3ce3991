import GateKit
import Testing
import WeldContract

@testable import Gates

@Suite("What the handles lab means")
struct LabTranscriptTests {
    private func lab(_ role: ProcessRole, _ event: LabEvent) -> EventRecord {
        EventRecord(.lab(event), time: 1, pid: 1, role: role)
    }

    /// A step in which two pipes are passed, with whatever is changed about it.
    private func passing(
        step: LabStep = .batch8, receivedOrder: [Int] = [0, 1], cloexec: Bool = true,
        actual: String = "aa", eof: Bool = true, kind: String = "pipe", written: Int = 1
    ) -> [EventRecord] {
        let inodes: [UInt64] = [70, 71]
        var events = [lab(.editor, .step(step: 1, name: step.rawValue))]
        for (index, original) in receivedOrder.enumerated() {
            events.append(
                lab(
                    .runtime,
                    .received(
                        sequence: 1, index: index, kind: kind, device: 3,
                        inode: inodes[original], closeOnExec: cloexec, written: written)))
        }
        for index in 0..<2 {
            events += [
                lab(
                    .editor,
                    .sent(
                        step: 1, sequence: 1, index: index, kind: "pipe", device: 3,
                        inode: inodes[index])),
                lab(
                    .editor,
                    .readBack(
                        step: 1, index: index, kind: "pipe", expected: "aa", actual: actual)),
                lab(.editor, .liveness(step: 1, index: index, endOfFile: eof)),
            ]
        }
        return events + [lab(.editor, .answered(step: 1, how: PeerAnswer.echoReply.rawValue))]
    }

    /// A step that must be refused, with whatever is changed about it.
    private func hostile(
        _ step: LabStep = .onCorruptFrame, error: String = "schemaHashMismatch",
        how: PeerAnswer = .endOfStream, eof: Bool = true
    ) -> [EventRecord] {
        [
            lab(.editor, .step(step: 1, name: step.rawValue)),
            .runtime(1, .wireError(name: error, cause: "")),
            lab(.editor, .answered(step: 1, how: how.rawValue)),
            lab(.editor, .liveness(step: 1, index: 0, endOfFile: eof)),
        ]
    }

    /// The metrics that the events violate.
    private func violated(_ events: [EventRecord], limitWasLowered: Bool = true) -> Set<String> {
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
            violated(passing(receivedOrder: [0]))
                == [DescriptorMetric.arrived, DescriptorMetric.order])
    }

    @Test("Two descriptors that changed places are out of order and nothing else")
    func swapped() {
        #expect(violated(passing(receivedOrder: [1, 0])) == [DescriptorMetric.order])
    }

    @Test("Each other fact violates its own question")
    func others() {
        #expect(violated(passing(cloexec: false)) == [DescriptorMetric.closeOnExec])
        #expect(violated(passing(actual: "")) == [DescriptorMetric.bytes])
        #expect(violated(passing(eof: false)) == [DescriptorMetric.liveness])
    }

    @Test("Another kind, another number of bytes, and what comes twice or besides are seen")
    func facts() {
        #expect(violated(passing(kind: "socket")) == [DescriptorMetric.order])
        #expect(violated(passing(written: 2)) == [DescriptorMetric.bytes])
        #expect(violated(passing(receivedOrder: [0, 1, 1])) == [DescriptorMetric.order])
        let twice =
            passing() + [
                lab(
                    .runtime,
                    .received(
                        sequence: 1, index: 0, kind: "pipe", device: 3, inode: 70,
                        closeOnExec: true,
                        written: 1))
            ]
        #expect(violated(twice) == [DescriptorMetric.order])
    }

    @Test(
        "A hostile step holds with its documented error, the connection closed, nothing open",
        arguments: LabTranscript.documentedErrors.sorted { $0.key.rawValue < $1.key.rawValue })
    func documented(step: LabStep, error: String) {
        #expect(violated(hostile(step, error: error)).isEmpty)
        #expect(violated(hostile(step, error: "invalidMagic")) == [DescriptorMetric.errorNamed])
        #expect(
            violated(hostile(step, error: error, how: .echoReply))
                == [DescriptorMetric.errorNamed])
        #expect(
            violated(hostile(step, error: error, eof: false))
                == [DescriptorMetric.closedOnError])
    }

    @Test("The step near the limit is an ordinary one when no limit was lowered")
    func nearLimit() {
        let events = passing(step: .nearLimit)
        #expect(violated(events, limitWasLowered: false).isEmpty)
        #expect(violated(events, limitWasLowered: true).contains(DescriptorMetric.errorNamed))
    }

    @Test(
        "254 must be refused with as many descriptors open after as before, and nothing sent",
        arguments: [(9, false), (10, true)])
    func refused(openAfter: Int, violates: Bool) {
        let events = [
            lab(.editor, .step(step: 1, name: LabStep.refuse254.rawValue)),
            lab(
                .editor,
                .refused(
                    step: 1, count: 254, error: "tooMany", openBefore: 9, openAfter: openAfter)),
            lab(.editor, .answered(step: 1, how: PeerAnswer.echoReply.rawValue)),
        ]
        #expect(violated(events) == (violates ? [DescriptorMetric.overLimit] : []))
    }

    @Test("Only a refusal with EPERM shows that the region is sealed")
    func sealed() {
        #expect(violated([lab(.runtime, .truncateRefused(code: 1))]).isEmpty)
        for wrong in [LabEvent.truncateRefused(code: 9), .truncateAllowed] {
            #expect(violated([lab(.runtime, wrong)]) == [DescriptorMetric.sealed])
        }
    }

    @Test("A pipe without its end carries the wait that all pipes of the step share")
    func waits() {
        let span = TimeSpan(start: 5, end: 30)
        let events = [
            EventRecord.editor(1, .lab(.step(step: 1, name: LabStep.batch8.rawValue))),
            .editor(5, .lab(.answered(step: 1, how: PeerAnswer.echoReply.rawValue))),
            .editor(20, .lab(.liveness(step: 1, index: 0, endOfFile: true))),
            .editor(30, .lab(.liveness(step: 1, index: 1, endOfFile: false))),
        ]
        let trials = LabTranscript(events).trials(limitWasLowered: false)
            .filter { $0.metric == DescriptorMetric.liveness }
        #expect(trials.map(\.span) == [nil, span] && trials.map(\.holds) == [true, false])
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
