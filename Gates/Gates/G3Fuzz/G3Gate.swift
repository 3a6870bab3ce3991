internal import GateKit
internal import WeldContract
internal import WeldWire

/// G3 · fuzz: whether every malformed frame meets the error that it must, and nothing breaks,
/// leaks, hangs or gets lost meanwhile.
///
/// Contract and ambition are those of gates.md#g3; `FuzzProcedure` takes the samples.
enum G3Gate {
    static let declaration = GateDeclaration(
        id: .g3, question: "Does every malformed frame meet the error that it must?",
        headlineCheck: "g3.errors-as-predicted")

    static let controlAttempts: [ControlAttempt] = [
        // A frame that was taken for valid is answered, to nobody's request, and counted.
        [
            Control(
                .acceptBadMagic, of: .runtime,
                also: ["g3.replies-whole", "g3.sent-minus-received"])
        ],
        [
            Control(
                .skipHashCheck, of: .editor, also: ["g3.replies-whole", "g3.sent-minus-received"])
        ],
        [Control(.leakPerError, of: .editor, also: ["g3.resident"])],
        .long(Control(.leakDescriptorPerError, of: .runtime)),
        .long(Control(.hangOnTruncation, of: .runtime)),
        [Control(.crashOnOversize, of: .editor)], [Control(.dropFrames, of: .runtime)],
    ]

    /// What every attempt is judged by, a control's too.
    static func coreChecks() -> [Check] {
        [
            none(
                "errors-as-predicted",
                asks: "connections that ended otherwise than the oracle says",
                of: FuzzMetric.mismatches),
            none("crashes", asks: "ends of a stub that nobody asked for", of: FuzzMetric.crashes),
            none(
                "stall", asks: "waits for the stub that were longer than 5 s", of: FuzzMetric.hangs,
                nature: .timing),
            none(
                "sent-minus-received",
                asks: "valid frames that one side sent and the other did not get",
                of: FuzzMetric.unaccounted),
            none(
                "replies-whole", asks: "replies with a wrong byte, or to nothing",
                of: FuzzMetric.wrongReplies),
        ]
    }

    /// What only an attempt that comes to its end can be judged by.
    static func leakChecks() -> [Check] {
        [
            none(
                "descriptors", asks: "descriptors gained after warm-up", of: FuzzMetric.descriptors,
                nature: .timing),
            none(
                "threads", asks: "threads gained after warm-up", of: FuzzMetric.threads,
                nature: .timing),
            none(
                "mappings", asks: "shared mappings gained after warm-up", of: FuzzMetric.mappings,
                nature: .timing),
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
                fewestSamples: Int(FuzzLength.seconds(plan.profile)), nature: .timing),
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

    private static func none(
        _ name: String, asks question: String, of metric: String,
        nature: Check.Nature = .integrity
    ) -> Check {
        .none(
            "g3.\(name)", gate: .g3, question, metric: metric, tier: .contract, nature: nature)
    }
}

/// The names of the samples that a fuzz attempt stores.
///
/// Samples are sums or extremes of about a second each: an hour has thousands of them, not
/// billions.
enum FuzzMetric {
    /// Valid frames of either side that passed in one measured second.
    static let second = "fuzz.valid-frames-a-second"
    /// Connections of the campaign.
    static let connections = "fuzz.connections"
    /// Connections that came to another end than the oracle's.
    static let mismatches = "fuzz.mismatches"
    /// Valid frames that one side sent and the other did not count, or the other way round.
    static let unaccounted = "fuzz.unaccounted"
    /// Replies with a wrong byte, or to nothing.
    static let wrongReplies = "fuzz.wrong-replies"
    /// Ends of a stub's process that nobody asked for.
    static let crashes = "fuzz.crashes"
    /// Crashes and reports of a stub built with a sanitizer, one sample for each stub that came to
    /// an end which decides.
    static let sanitizedCrashes = "fuzz.sanitized-crashes"
    /// The longest wait for the stub, in nanoseconds.
    static let longestWait = "fuzz.longest-wait"
    /// Waits of five seconds, after which the stub was given up.
    static let hangs = "fuzz.hangs"
    /// Descriptors gained after the warm-up, by what they are.
    static let descriptors = "fuzz.descriptors-gained"
    /// Threads gained after the warm-up.
    static let threads = "fuzz.threads-gained"
    /// Shared mappings gained after the warm-up.
    static let mappings = "fuzz.mappings-gained"
    /// Heap gained after the warm-up, in bytes.
    static let heap = "fuzz.heap-gained"
    /// Resident memory gained after the warm-up, in bytes.
    static let resident = "fuzz.resident-gained"
    /// Frames a second in the paced part.
    static let paced = "fuzz.paced"

    /// Frames a second that were sent to the stub in the saturation part; replies not counted.
    static func saturation(_ role: Role) -> String { "fuzz.saturation-\(role.rawValue)" }

    /// How often the stub was brought to an error.
    static func provoked(_ error: WireError, _ role: Role) -> String {
        "fuzz.provoked-\(role.rawValue)-\(error.rawValue)"
    }

    /// How many valid frames of a type passed.
    static func passed(_ type: MessageType) -> String { "fuzz.passed-\(type.descriptor.name)" }
}
