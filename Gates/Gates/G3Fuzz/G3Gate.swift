internal import GateKit
internal import GateWire
internal import WeldContract

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
                .skipHashCheck, of: .editor, also: ["g3.replies-whole", "g3.sent-minus-received"]),
            Control(.readPastNul),
        ],
        [Control(.leakPerError, of: .editor, also: ["g3.resident"])],
        .long(Control(.leakPerConnection, of: .runtime)),
        .long(Control(.leakDescriptorPerError, of: .runtime)),
        .long(Control(.hangOnTruncation, of: .runtime)),
        [Control(.crashOnOversize, of: .editor)], [Control(.dropFrames, of: .runtime)],
        .long(
            Control(.leakPagesPerError, of: .runtime),
            // A thread has memory of its own.
            Control(.leakThreadPerError, of: .runtime, also: ["g3.heap"]),
            Control(.leakMappingPerError, of: .runtime)),
        // What is missed by number and what is missed by memory.
        [Control(.unboundedQueue)],
        [Control(.dropWhenFull, violates: "g3.sent-minus-received")],
        // A quarter of the frames are Echoes: 4 of them in 480 us are 8333 a second, 1.2 times too
        // few, and in 1.2 ms a third of them.
        [
            Control(.echoDelay, for: .microseconds(480), violates: "g3.paced"),
            Control(.echoCorrupt, violates: "g3.replies-whole"), Control(.skipNumber),
        ],
        .long(Control(.echoDelay, for: .microseconds(1200), violates: "g3.paced")),
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
            none(
                "frames-as-specified",
                asks: "frames of the stub's with a field that the wire page does not allow",
                of: FuzzMetric.malformed),
            none(
                "texts", asks: "texts that were cut or read otherwise than the wire page says",
                of: FuzzMetric.wrongTexts),
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
            // Of the second half of the errors, less 24 bytes a connection. Caches of an allocator's
            // arenas move by some pages with the threads that come and go.
            Check(
                "g3.heap", gate: .g3, "heap gained after warm-up, by the allocator's own count",
                metric: FuzzMetric.heap, .maximum, unit: .bytes, .atMost, 64 * 1024,
                tier: .contract),
            none(
                "heap-rests", asks: "stubs whose heap gains with every connection, for ever",
                of: FuzzMetric.restless),
            // Pages that the allocator keeps are not the stub's to give back.
            Check(
                "g3.resident", gate: .g3, "resident memory gained after warm-up",
                metric: FuzzMetric.resident, .maximum, unit: .bytes, .atMost, 8 * 1024 * 1024,
                tier: .contract),
        ]
    }

    /// What the part in which the stub is not read is judged by.
    static func blockedChecks() -> [Check] {
        [
            // Its queues hold 256 KiB; what it holds beside them grows with nothing.
            Check(
                "g3.blocked-memory", gate: .g3, "memory gained while nothing was read from it",
                metric: FuzzMetric.blockedMemory, .maximum, unit: .bytes, .atMost,
                8 * 1024 * 1024, tier: .contract)
        ]
    }

    /// The rate of the paced parts.
    static func pacedCheck(parts: Int) -> Check {
        Check(
            "g3.paced", gate: .g3, "valid frames a second, paced, each direction",
            metric: FuzzMetric.paced, .minimum, unit: .perSecond, .atLeast, FuzzLength.demanded,
            tier: .contract, fewestSamples: parts)
    }

    /// What only a real attempt is judged by.
    static func realChecks(_ plan: AttemptPlan) -> [Check] {
        [
            pacedCheck(parts: 2),
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
        let blocks = [Role.runtime, .editor].map {
            Milestone(
                "g3.blocked-\($0.rawValue)", gate: .g3,
                "the \($0.rawValue) was brought to where it can write no more",
                metric: FuzzMetric.blocked($0), atLeast: 1)
        }
        return errors + types + blocks
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
    /// Bytes of a stub's heap by its own word, four times a second of its campaign at most.
    static func heapOverTime(_ role: Role) -> String { "fuzz.heap-over-time.\(role.rawValue)" }
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
    /// Whether a stub's heap came to rest, 1 where it did not.
    static let restless = "fuzz.restless"
    /// Resident memory gained after the warm-up, in bytes.
    static let resident = "fuzz.resident-gained"
    /// Replies and other frames of the stub's that no rule of the wire page allows.
    static let malformed = "fuzz.malformed"
    /// Texts that came out otherwise than the page says.
    static let wrongTexts = "fuzz.wrong-texts"
    /// Resident memory gained while the stub was not read, in bytes.
    static let blockedMemory = "fuzz.blocked-memory"
    /// Frames a second in the paced part.
    static let paced = "fuzz.paced"

    /// Frames a second that were sent to the stub in the saturation part; replies not counted.
    static func saturation(_ role: Role) -> String { "fuzz.saturation-\(role.rawValue)" }

    /// How often a stub was brought to where it can neither write nor take any more.
    static func blocked(_ role: Role) -> String { "fuzz.blocked-\(role.rawValue)" }

    /// How often the stub was brought to an error.
    static func provoked(_ error: WireError, _ role: Role) -> String {
        "fuzz.provoked-\(role.rawValue)-\(error.rawValue)"
    }

    /// How many valid frames of a type passed.
    static func passed(_ type: MessageType) -> String { "fuzz.passed-\(type.name)" }
}
