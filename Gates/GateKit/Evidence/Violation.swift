/// How an attempt's process ended; a signal is never an exit code (gates.md#rule-8).
public enum AttemptEnding: Codable, Hashable, Sendable {
    /// The process ended by itself.
    case exited(code: Int32)
    /// A signal ended it that the harness did not send.
    case signalled(number: Int32, coreDumped: Bool)
    /// The deadline passed and the harness had to end it, with the last step that was needed.
    case killedByHarness(step: String)
    /// The run was interrupted by its user or broken off before the attempt ended.
    case interrupted
}

/// Something that must not be: the system under test crashed, hung, leaked or left something.
public struct Violation: Codable, Hashable, Sendable {
    /// What kind of wrong it was.
    public enum Kind: String, Codable, CaseIterable, Hashable, Sendable {
        case crash
        case hang
        case leak
        /// A process or file that survived the attempt.
        case stray
        case misbehaviour
        /// It does not keep the contract by which it is judged: what it reports cannot be read, or
        /// cannot be (contract.md#breach).
        case breach

        /// Whether a host that took the processors away can be the cause.
        ///
        /// What did not come in time, or gave up waiting; it crashes nobody and leaks nothing.
        public var canBeTheHosts: Bool { self == .hang || self == .misbehaviour }

        /// Whether it is proven whatever else failed: a fault of the judge's does not hide it.
        ///
        /// After a breach much of the judge's own work fails that leans on what was reported.
        var isProof: Bool { self == .crash || self == .leak || self == .breach }
    }

    /// What kind of wrong it was.
    public var kind: Kind
    /// What happened to what, in one sentence with names and numbers.
    public var text: String
    /// The wait that ran out, where it is one: in that time alone a host can have caused it.
    ///
    /// What has none is no host's doing (credibility.md#host-time-4).
    public var span: TimeSpan?

    /// Creates a violation.
    public init(_ kind: Kind, _ text: String, span: TimeSpan? = nil) {
        self.kind = kind
        self.text = text
        self.span = span
    }
}

/// A failure of the judge's own side; it makes the attempt ERROR and is never a verdict on the
/// system under test.
public struct HarnessFault: Codable, Hashable, Sendable {
    /// Who has to act.
    public enum Kind: String, Codable, CaseIterable, Hashable, Sendable {
        /// Something that the machine has to offer is missing.
        case precondition
        /// The harness or a gate has a bug, or lost evidence.
        case harness
        /// A limit of the machine was reached meanwhile, so that nothing that was seen is the
        /// subject's own doing (preconditions.md#reached).
        case limit
    }

    /// Who has to act.
    public var kind: Kind
    /// What failed and what to do next, in one sentence.
    public var text: String

    /// Creates a fault.
    public init(_ kind: Kind, _ text: String) {
        self.kind = kind
        self.text = text
    }

    /// Creates the fault that an error is which nobody caught.
    ///
    /// - Parameter isLimit: Whether the system refused for want of something, or forbade it.
    public init(_ what: String, _ error: any Error, isLimit: Bool) {
        self.init(
            isLimit ? .precondition : .harness,
            "\(what): \(error)" + (isLimit ? "; weld-gates doctor says what is missing" : ""))
    }
}
