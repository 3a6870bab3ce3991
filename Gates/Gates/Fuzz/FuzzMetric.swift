internal import WeldWire

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
