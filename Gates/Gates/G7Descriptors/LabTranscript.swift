internal import GateKit
internal import WeldContract

/// What two stubs reported during one pass of the handles lab, cut into its steps.
///
/// Pure: events in, trials out. The stubs report raw facts; what they mean is decided here.
struct LabTranscript {
    /// One step of the script with everything that either stub reported during it.
    struct Step {
        /// Which step; nil for one that this judge does not know.
        let step: LabStep?
        /// The errors of the wire that were reported.
        var errors: [String] = []
        /// What the lab reported, of both processes, in the order of its arrival.
        var events: [LabEvent] = []
        /// How long each passed pipe's end was waited for, in the order of those reports.
        var waits: [TimeSpan] = []
        /// When the editor reported anything else last: its pipes share a wait that begins then.
        fileprivate var lastReport: UInt64 = 0

        /// How the runtime took the step; nil without a word, or with one that is none of these.
        var answer: PeerAnswer? {
            for case .answered(_, let how) in events { return PeerAnswer(rawValue: how) }
            return nil
        }

        /// What was sent, by its place in the frame.
        var sent: [(index: Int, kind: String, object: ObjectIdentity)] {
            events.compactMap {
                guard case .sent(_, _, let index, let kind, let device, let inode) = $0 else {
                    return nil
                }
                return (index, kind, ObjectIdentity(device: device, inode: inode))
            }
        }

        /// What arrived, by its place in the frame.
        var received: [Int: ReceivedHandle] {
            var received: [Int: ReceivedHandle] = [:]
            for handle in events.compactMap({ ReceivedHandle($0) }) {
                received[handle.index] = handle
            }
            return received
        }
    }

    /// The steps in their order; what came before the first is left out.
    let steps: [Step]
    /// Every event of the lab, those before the first step included.
    let events: [LabEvent]

    init(_ records: [EventRecord]) {
        var steps: [Step] = []
        var events: [LabEvent] = []
        for record in records {
            switch record.event {
            case .lab(let event):
                events.append(event)
                if case .step(_, let name) = event {
                    steps.append(Step(step: LabStep(rawValue: name)))
                }
                if !steps.isEmpty { steps[steps.count - 1].note(event, record) }
            case .wireError(let name, _) where !steps.isEmpty:
                steps[steps.count - 1].errors.append(name)
            default: break
            }
        }
        self.steps = steps
        self.events = events
    }

    /// Returns the first pass of a step.
    func step(_ step: LabStep) -> Step? { steps.first { $0.step == step } }

    /// Whether the script came to its end.
    var isDone: Bool {
        events.contains { if case .done = $0 { true } else { false } }
    }
}

extension LabTranscript.Step {
    /// Takes an event of the lab.
    fileprivate mutating func note(_ event: LabEvent, _ record: EventRecord) {
        events.append(event)
        if case .liveness = event {
            waits.append(TimeSpan(start: min(lastReport, record.time), end: record.time))
        } else if record.role == .editor {
            lastReport = record.time
        }
    }
}

/// A descriptor's object, by identity.
struct ObjectIdentity: Hashable {
    let device: UInt64
    let inode: UInt64
}

/// One answer to a question that must hold.
struct LabTrial: Equatable {
    /// The series that the answer belongs to.
    let metric: String
    /// Whether it held.
    let holds: Bool
    /// The wait that ran out where it did not; nil for what no host can cause.
    var span: TimeSpan?
}

extension LabTranscript {
    /// What a hostile step must meet: the error's name in the runtime's `wire-error` event.
    ///
    /// Descriptors beyond the receiver's places or limit are cut off by the kernel, which the
    /// transport reports under a name of its own (platform.md#transport).
    static let documentedErrors: [LabStep: String] = [
        .onHeartbeat: "unexpectedHandles",
        .onCorruptFrame: "schemaHashMismatch",
        .handoffMismatch: "unexpectedHandles",
        .nearLimit: "controlDataTruncated",
        .outsideLab: "unexpectedHandles",
        .tooFewPlaces: "controlDataTruncated",
    ]

    /// Returns every trial of the transcript.
    ///
    /// - Parameter limitWasLowered: Whether the gate lowered the runtime's descriptor limit; without
    ///   that the step `near-limit` passes like any other.
    func trials(limitWasLowered: Bool) -> [LabTrial] {
        steps.flatMap { step -> [LabTrial] in
            if step.step == .refuse254 { return refused(step) }
            let error = step.step.flatMap { Self.documentedErrors[$0] }
            guard let error, step.step != .nearLimit || limitWasLowered else {
                return passed(step)
            }
            return hostile(step, error)
        } + sealed()
    }

    /// Returns how often each kind and each number of descriptors was passed, by metric.
    func coverage() -> [String: Int] {
        var counts: [String: Int] = [:]
        for step in steps where step.answer == .echoReply {
            let sent = step.sent
            if sent.isEmpty { continue }
            counts[DescriptorMetric.batchPrefix + String(sent.count), default: 0] += 1
            for entry in sent { counts[DescriptorMetric.kindPrefix + entry.kind, default: 0] += 1 }
        }
        return counts
    }

    /// A step whose descriptors must all arrive, in order, as the same objects.
    private func passed(_ step: Step) -> [LabTrial] {
        let sent = step.sent
        let received = step.received
        let counterparts = sent.map { received[$0.index] }
        var trials = counterparts.map {
            LabTrial(metric: DescriptorMetric.arrived, holds: $0 != nil)
        }
        // As many as were sent, each of its kind: what came twice or besides is out of order too.
        let isInOrder =
            step.events.count { ReceivedHandle($0) != nil } == received.count
            && received.count <= sent.count
            && zip(sent, counterparts).allSatisfy {
                $0.object == $1?.object && Self.kind(ofSent: $0.kind) == $1?.kind
            }
        trials.append(LabTrial(metric: DescriptorMetric.order, holds: isInOrder))
        trials += counterparts.compactMap(\.self).map {
            LabTrial(metric: DescriptorMetric.closeOnExec, holds: $0.closesOnExec)
        }
        for case .readBack(_, let index, _, let expected, let actual) in step.events {
            // Two digits a byte; what never arrived is counted as that.
            let claimed = received[index]?.written ?? expected.utf8.count / 2
            trials.append(
                LabTrial(
                    metric: DescriptorMetric.bytes,
                    holds: expected == actual && claimed == expected.utf8.count / 2))
        }
        return trials + ends(step, DescriptorMetric.liveness)
    }

    /// The kind that fstat tells of an object of the lab.
    private static func kind(ofSent kind: String) -> String {
        switch LabKind(rawValue: kind) {
        case .memfd, .regular: "regular"
        case .pipe: "pipe"
        case .socket: "socket"
        case .eventfd: "anonymous"
        case .none: kind
        }
    }

    /// A step that the receiver must answer with its documented error, keeping nothing.
    private func hostile(_ step: Step, _ documented: String) -> [LabTrial] {
        let isClosed = step.answer == .endOfStream || step.answer == .reset
        let holds = step.errors == [documented] && isClosed
        return [LabTrial(metric: DescriptorMetric.errorNamed, holds: holds)]
            + ends(step, DescriptorMetric.closedOnError)
    }

    /// The step that must be refused before anything is sent.
    private func refused(_ step: Step) -> [LabTrial] {
        var isRefused = false
        for case .refused(_, let count, _, let before, let after) in step.events {
            isRefused = count == 254 && before == after
            break
        }
        let holds = isRefused && step.received.isEmpty && step.answer == .echoReply
        return [LabTrial(metric: DescriptorMetric.overLimit, holds: holds)]
    }

    /// Whether each passed pipe reported its end: no writer is left anywhere.
    private func ends(_ step: Step, _ metric: String) -> [LabTrial] {
        var ends: [Bool] = []
        for case .liveness(_, _, let isEnded) in step.events { ends.append(isEnded) }
        return zip(ends, step.waits).map { isEnded, wait in
            LabTrial(metric: metric, holds: isEnded, span: isEnded ? nil : wait)
        }
    }

    /// Every attempt of the runtime to truncate the region must have failed with EPERM.
    private func sealed() -> [LabTrial] {
        let permissionDenied: Int32 = 1
        return events.compactMap { event in
            switch event {
            case .truncateRefused(let code):
                LabTrial(metric: DescriptorMetric.sealed, holds: code == permissionDenied)
            case .truncateAllowed: LabTrial(metric: DescriptorMetric.sealed, holds: false)
            default: nil
            }
        }
    }
}
