internal import GateKit
internal import WeldContract

/// G7 · passing descriptors: whether they arrive whole, in order and owned, and are closed when
/// anything is wrong.
///
/// Between the two real processes; `DescriptorPassingProcedure` takes the samples (gates.md#g7).
enum G7DescriptorPassing {
    static let declaration = GateDeclaration(
        id: .g7, question: "Do descriptors arrive whole, in order and owned?",
        headlineCheck: "g7.bytes-equal")

    static let controls = [
        Control(.descriptorDrop, also: ["g7.bytes-equal", "g7.order-kept"]),
        Control(.descriptorSwapOrder), Control(.descriptorNoCloseOnExec),
        Control(.descriptorLeakOnError, also: ["g7.nothing-kept"]),
    ]

    /// Kinds of object that must have been passed.
    static let kinds = LabKind.allCases.map(\.rawValue)
    /// Numbers of descriptors at once that must have been passed.
    static let batches = [1, 8, 60, 253]

    /// What every attempt's first editor is judged by.
    static let checks: [Check] = [
        none("bytes-equal", "bytes written by the runtime differ", DescriptorMetric.bytes, 300),
        none("all-arrived", "descriptors sent and not received", DescriptorMetric.arrived, 300),
        none("order-kept", "batches out of order or other objects", DescriptorMetric.order, 9),
        none("close-on-exec", "received without close-on-exec", DescriptorMetric.closeOnExec, 300),
        none("over-limit-refused", "254 not refused cleanly", DescriptorMetric.overLimit, 1),
        none("error-named", "hostile frames without their error", DescriptorMetric.errorNamed, 6),
        none(
            "closed-on-error", "descriptors of hostile frames left open",
            DescriptorMetric.closedOnError, 100),
        none("nothing-kept", "objects still open in the runtime", DescriptorMetric.identity, 1),
        none("liveness", "passed pipes without their end", DescriptorMetric.liveness, 100),
        none("region-sealed", "receivers that could truncate", DescriptorMetric.sealed, 1),
    ]

    /// What the second editor, killed right after a send, is judged by.
    static let killedSenderCheck = none(
        "sender-killed", "copies that died with their sender", DescriptorMetric.senderKilled, 1)

    /// Every kind and every number, or the GO means nothing.
    static let milestones =
        kinds.map { kind in
            Milestone(
                "g7.kind-\(kind)", gate: .g7, "an object of kind \(kind) was passed",
                metric: DescriptorMetric.kindPrefix + kind, atLeast: 1)
        }
        + batches.map { count in
            Milestone(
                "g7.batch-\(count)", gate: .g7, "\(count) descriptors were passed at once",
                metric: DescriptorMetric.batchPrefix + String(count), atLeast: 1)
        }

    private static func none(
        _ name: String, _ question: String, _ metric: String, _ trials: Int
    ) -> Check {
        .none("g7.\(name)", gate: .g7, question, metric: metric, tier: .contract, trials: trials)
    }
}
