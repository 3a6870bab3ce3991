internal import GateKit
internal import WeldContract
internal import WeldWire

/// G3 · fuzz: whether every malformed frame meets the error that it must, and nothing breaks,
/// leaks, hangs or gets lost meanwhile.
///
/// Contract and ambition are those of gates.md#g3; `FuzzProcedure` takes the samples.
enum G3Fuzz {
    static let declaration = GateDeclaration(
        id: .g3, question: "Does every malformed frame meet the error that it must?",
        headlineCheck: "g3.errors-as-predicted")

    static let controls = [
        // A frame that was taken for valid is answered, to nobody's request, and counted.
        Control(
            .acceptBadMagic, of: .runtime, also: ["g3.replies-whole", "g3.sent-minus-received"]),
        Control(
            .skipHashCheck, of: .editor, also: ["g3.replies-whole", "g3.sent-minus-received"]),
        Control(.leakPerError, of: .editor, also: ["g3.resident"]),
        Control(.leakDescriptorPerError, of: .runtime),
        Control(.hangOnTruncation, of: .runtime), Control(.crashOnOversize, of: .editor),
        Control(.dropFrames, of: .runtime),
    ]

    /// What every attempt is judged by, a control's too.
    static func coreChecks() -> [Check] {
        [
            none(
                "errors-as-predicted", "connections that ended otherwise than the oracle says",
                FuzzMetric.mismatches),
            none("crashes", "ends of a stub that nobody asked for", FuzzMetric.crashes),
            none("stall", "waits for the stub that were longer than 5 s", FuzzMetric.hangs),
            none(
                "sent-minus-received", "valid frames that one side sent and the other did not get",
                FuzzMetric.unaccounted),
            none(
                "replies-whole", "replies with a wrong byte, or to nothing",
                FuzzMetric.wrongReplies),
        ]
    }

    /// What only an attempt that comes to its end can be judged by.
    static func leakChecks() -> [Check] {
        [
            none("descriptors", "descriptors gained after warm-up", FuzzMetric.descriptors),
            none("threads", "threads gained after warm-up", FuzzMetric.threads),
            none("mappings", "shared mappings gained after warm-up", FuzzMetric.mappings),
            // Caches of an allocator's arenas move by some pages with the threads that come and
            // go; the least leak that matters, a byte a connection, is past this in the hour.
            Check(
                "g3.heap", gate: .g3, "heap gained after warm-up, by the allocator's own count",
                metric: FuzzMetric.heap, .maximum, unit: .bytes, .atMost, 128 * 1024,
                tier: .contract),
            // Pages that the allocator keeps are not the stub's to give back.
            Check(
                "g3.resident", gate: .g3, "resident memory gained after warm-up",
                metric: FuzzMetric.resident, .maximum, unit: .bytes, .atMost, 8 * 1024 * 1024,
                tier: .contract),
        ]
    }

    /// What only a real attempt is judged by.
    static func realChecks(_ plan: AttemptPlan) -> [Check] {
        [
            // Undecided, not violated, while there are fewer seconds than the profile asks for: a
            // run that a person broke off has done nothing wrong.
            Check(
                "g3.duration", gate: .g3, "valid frames in every measured second of the profile",
                metric: FuzzMetric.second, .minimum, unit: .count, .atLeast, 1, tier: .contract,
                fewestSamples: Int(FuzzLength.seconds(plan.profile))),
            Check(
                "g3.paced", gate: .g3, "valid frames a second, paced, each direction",
                metric: FuzzMetric.paced, .minimum, unit: .perSecond, .atLeast, 10_000,
                tier: .contract, fewestSamples: 2),
            Check(
                "g3.stall-ambition", gate: .g3, "longest wait for the stub",
                metric: FuzzMetric.longestWait, .maximum, unit: .nanoseconds, .below,
                100 * milliseconds, tier: .ambition),
            Check(
                "g3.saturation", gate: .g3,
                "requests a second that the runtime took and answered, each compared whole",
                metric: FuzzMetric.saturation(.runtime), .minimum, unit: .perSecond, .atLeast,
                1_200_000, tier: .ambition),
            sanitizedCheck(plan.sanitizedStubs),
        ]
    }

    /// Asked in every run, so that the count of ambitions does not flatter one that did not try.
    private static func sanitizedCheck(_ stubs: SanitizedStubs?) -> Check {
        var question = "crashes and reports of stubs built with the two sanitizers"
        if stubs == nil { question += " (none tried: --sanitized-stubs was not given)" }
        return .none(
            "g3.sanitized", gate: .g3, question, metric: FuzzMetric.sanitizedCrashes,
            tier: .ambition, trials: SanitizedFuzz.Part.all.count)
    }

    /// Every error in each direction and every type, or the GO means nothing.
    static func milestones(_ profile: Profile) -> [Milestone] {
        let errors = [Role.runtime, .editor].flatMap { role in
            WireError.allCases.map { error in
                Milestone(
                    "g3.provoked-\(role.rawValue)-\(error.rawValue)", gate: .g3,
                    "the \(role.rawValue) was brought to \(error.rawValue)",
                    metric: FuzzMetric.provoked(error, role),
                    atLeast: FuzzLength.provocations(profile))
            }
        }
        // The hand-over is our own extension and is passed in G7.
        let types = MessageCatalogue.descriptors.filter { $0.pattern != .handover }.map {
            Milestone(
                "g3.passed-\($0.name)", gate: .g3, "a valid \($0.name) passed",
                metric: FuzzMetric.passed($0.type), atLeast: 1)
        }
        return errors + types
    }

    private static func none(_ name: String, _ question: String, _ metric: String) -> Check {
        .none("g3.\(name)", gate: .g3, question, metric: metric, tier: .contract)
    }
}
