internal import GateKit
internal import WeldContract

/// G7 · passing descriptors: whether they arrive whole, in order and owned, and are closed when
/// anything is wrong.
///
/// Between the two real processes; `G7Procedure` takes the samples (gates.md#g7).
enum G7Gate {
    static let declaration = GateDeclaration(
        id: .g7, question: "Do descriptors arrive whole, in order and owned?",
        headlineCheck: "g7.bytes-equal")

    static let controlAttempts: [ControlAttempt] = [
        .long(Control(.descriptorDrop, also: ["g7.bytes-equal", "g7.order-kept"])),
        [
            Control(.descriptorSwapOrder), Control(.descriptorNoCloseOnExec),
            Control(.descriptorWriteShort), Control(.wrongErrorName),
            Control(.descriptorLeakOnRefusal),
            Control(.clockAhead, for: .milliseconds(50), of: .runtime, violates: "g7.clock"),
        ],
        .long(Control(.descriptorLeakOnError, also: ["g7.nothing-kept"])),
        // What is kept takes the places of what comes later, and lies open for the look.
        .long(
            Control(.descriptorKeep, also: ["g7.error-named"]),
            Control(.descriptorKeep, violates: "g7.liveness", also: ["g7.error-named"]),
            Control(
                .descriptorNoCloseOnExec, violates: "g7.stubs-close-on-exec",
                also: ["g7.close-on-exec"])),
        [Control(.descriptorNonBlocking)],
        [Control(.descriptorNeedsSender, also: ["g7.all-arrived", "g7.order-kept"])],
        [Control(.unsealedRegion)],
        [Control(.regionExitZero)],
        .long(Control(.clockBehind, for: .milliseconds(5), of: .editor, violates: "g7.clock")),
    ]

    /// Kinds of object that must have been passed.
    static let kinds = LabKind.allCases.map(\.rawValue)
    /// Numbers of descriptors at once that must have been passed.
    static let batches = [1, 8, 60, 253]

    /// What every attempt's first editor is judged by.
    static let checks: [Check] =
        [
            none(
                "bytes-equal", asks: "bytes written by the runtime differ",
                of: DescriptorMetric.bytes,
                trials: 300),
            none(
                "all-arrived", asks: "descriptors sent and not received",
                of: DescriptorMetric.arrived,
                trials: 300),
            none(
                "order-kept", asks: "batches out of order or other objects",
                of: DescriptorMetric.order,
                trials: 9),
            none(
                "close-on-exec", asks: "received without close-on-exec",
                of: DescriptorMetric.closeOnExec, trials: 300),
            none(
                "over-limit-refused", asks: "254 not refused cleanly",
                of: DescriptorMetric.overLimit,
                trials: 1),
            none(
                "error-named", asks: "hostile frames without their error",
                of: DescriptorMetric.errorNamed, trials: 6),
            none(
                "closed-on-error", asks: "descriptors of hostile frames left open",
                of: DescriptorMetric.closedOnError, trials: 100, nature: .timing),
            none(
                "nothing-kept", asks: "objects still open in the runtime",
                of: DescriptorMetric.identity, trials: 1, nature: .timing),
            none(
                "liveness", asks: "passed pipes without their end", of: DescriptorMetric.liveness,
                trials: 100, nature: .timing),
            none(
                "region-sealed", asks: "receivers that could truncate", of: DescriptorMetric.sealed,
                trials: 1),
        ] + ownChecks

    /// What is asked on top of the contract.
    private static let ownChecks: [Check] = [
        .none(
            "g7.untouched", gate: .g7,
            "open files whose offset or flags are not as one write leaves them",
            metric: DescriptorMetric.untouched, tier: .own, trials: 300),
        .none(
            "g7.stubs-close-on-exec", gate: .g7,
            "descriptors of either stub that what it starts would inherit",
            metric: DescriptorMetric.inherited, tier: .own, trials: 10),
        .none(
            "g7.bad-region", gate: .g7,
            "bad hand-overs that do not end the runtime with 13, at no cost",
            metric: DescriptorMetric.badRegion, tier: .own,
            trials: BadHandover.Fault.allCases.count),
        SubjectClock.check(.g7),
    ]

    /// What the second editor, killed right after a send, is judged by.
    static let killedSenderCheck = none(
        "sender-killed", asks: "copies that died with their sender",
        of: DescriptorMetric.senderKilled, trials: 1)

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
        _ name: String, asks question: String, of metric: String, trials: Int,
        nature: Check.Nature = .integrity
    ) -> Check {
        .none(
            "g7.\(name)", gate: .g7, question, metric: metric, tier: .contract, trials: trials,
            nature: nature)
    }
}

/// The series of the descriptor-passing attempt: each sample is a trial, 0 when it held.
enum DescriptorMetric {
    /// What was read back is what the runtime was told to write.
    static let bytes = "handles.bytes"
    /// A descriptor that was sent was received.
    static let arrived = "handles.arrived"
    /// Everything of a batch came in order, as the same objects.
    static let order = "handles.order"
    /// A received descriptor is close-on-exec.
    static let closeOnExec = "handles.close-on-exec"
    /// A batch over the limit was refused, and nothing leaked or left.
    static let overLimit = "handles.over-limit"
    /// A hostile frame met its documented error, and the connection was closed.
    static let errorNamed = "handles.error-named"
    /// A descriptor that came with a hostile frame was closed.
    static let closedOnError = "handles.closed-on-error"
    /// Nothing that was ever sent is still open in the runtime.
    static let identity = "handles.identity"
    /// A passed pipe reports its end once the receiver is done with it.
    static let liveness = "handles.liveness"
    /// The receiver's copy outlived the sender.
    static let senderKilled = "handles.sender-killed"
    /// The region cannot be truncated by its receiver, and the editor lives on.
    static let sealed = "handles.region-sealed"
    /// A passed open file has the offset and the flags that one write leaves it with.
    static let untouched = "handles.untouched"
    /// A region that must be refused ended the runtime with 13, and no byte of it got its place.
    static let badRegion = "handles.bad-region"
    /// A descriptor of a stub is not inherited by what it starts.
    static let inherited = "handles.inherited"
    /// How often a kind of object was passed; the kind follows.
    static let kindPrefix = "handles.kind."
    /// How often a number of descriptors at once was passed; the number follows.
    static let batchPrefix = "handles.batch."
}
