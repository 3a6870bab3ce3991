internal import GateKit

/// One answer to a question that must hold.
struct LabTrial: Equatable {
    /// The series that the answer belongs to.
    let metric: String
    /// Whether it held.
    let holds: Bool
}

extension LabTranscript {
    /// What a hostile step must meet: the error's name in the runtime's `wire-error` event.
    ///
    /// Descriptors beyond the receiver's places or limit are cut off by the kernel, which the
    /// transport reports under a name of its own (platform.md#transport).
    static let documentedErrors = [
        "on-heartbeat": "unexpectedHandles",
        "on-corrupt-frame": "schemaHashMismatch",
        "handoff-mismatch": "unexpectedHandles",
        "near-limit": "controlDataTruncated",
        "outside-lab": "unexpectedHandles",
        "too-few-places": "controlDataTruncated",
    ]

    /// Returns every trial of the transcript.
    ///
    /// - Parameter limitWasLowered: Whether the gate lowered the runtime's descriptor limit; without
    ///   that the step `near-limit` passes like any other.
    func trials(limitWasLowered: Bool) -> [LabTrial] {
        steps.flatMap { step -> [LabTrial] in
            if step.name == "refuse-254" { return refused(step) }
            let isHostile =
                step.name == "near-limit"
                ? limitWasLowered : Self.documentedErrors[step.name] != nil
            return isHostile ? hostile(step) : passed(step)
        } + sealed()
    }

    /// Returns how often each kind and each number of descriptors was passed, by metric.
    func coverage() -> [String: Int] {
        var counts: [String: Int] = [:]
        for step in steps where step.answer == "echo-reply" {
            let sent = step.all("lab-sent")
            if sent.isEmpty { continue }
            counts[DescriptorMetric.batchPrefix + String(sent.count), default: 0] += 1
            for event in sent {
                counts[DescriptorMetric.kindPrefix + (event.fields["kind"] ?? ""), default: 0] += 1
            }
        }
        return counts
    }

    /// A step whose descriptors must all arrive, in order, as the same objects.
    private func passed(_ step: Step) -> [LabTrial] {
        let sent = step.all("lab-sent")
        let received = Dictionary(
            step.all("handle-received").map { ($0.fields["index"], $0) }, uniquingKeysWith: { $1 })
        let counterparts = sent.map { received[$0.fields["index"]] }
        var trials = counterparts.map {
            LabTrial(metric: DescriptorMetric.arrived, holds: $0 != nil)
        }
        let isInOrder = zip(sent, counterparts).allSatisfy { sent, received in
            guard let received else { return false }
            return ObjectIdentity(sent) == ObjectIdentity(received)
        }
        trials.append(LabTrial(metric: DescriptorMetric.order, holds: isInOrder))
        trials += counterparts.compactMap(\.self).map {
            LabTrial(
                metric: DescriptorMetric.closeOnExec, holds: $0.fields["cloexec"] == "true")
        }
        trials += step.all("lab-readback").map {
            LabTrial(
                metric: DescriptorMetric.bytes,
                holds: $0.fields["expected"] == $0.fields["actual"])
        }
        return trials + ends(step, DescriptorMetric.liveness)
    }

    /// A step that the receiver must answer with its documented error, keeping nothing.
    private func hostile(_ step: Step) -> [LabTrial] {
        let errors = step.all("wire-error").compactMap { $0.fields["name"] }
        let isNamed = errors == [Self.documentedErrors[step.name]]
        let isClosed = step.answer == "end-of-stream" || step.answer == "reset"
        return [LabTrial(metric: DescriptorMetric.errorNamed, holds: isNamed && isClosed)]
            + ends(step, DescriptorMetric.closedOnError)
    }

    /// The step that must be refused before anything is sent.
    private func refused(_ step: Step) -> [LabTrial] {
        let refusal = step.all("lab-refused").first
        let holds =
            refusal?.fields["count"] == "254"
            && refusal?.fields["open_before"] == refusal?.fields["open_after"]
            && step.all("handle-received").isEmpty && step.answer == "echo-reply"
        return [LabTrial(metric: DescriptorMetric.overLimit, holds: holds)]
    }

    /// Whether each passed pipe reported its end: no writer is left anywhere.
    private func ends(_ step: Step, _ metric: String) -> [LabTrial] {
        step.all("lab-liveness").map {
            LabTrial(metric: metric, holds: $0.fields["eof"] == "true")
        }
    }

    /// Every attempt of the runtime to truncate the region must have failed with EPERM.
    private func sealed() -> [LabTrial] {
        let permissionDenied = "1"
        return events.filter { $0.name.hasPrefix("truncate-") }.map {
            LabTrial(
                metric: DescriptorMetric.sealed,
                holds: $0.name == "truncate-refused" && $0.fields["errno"] == permissionDenied)
        }
    }
}
