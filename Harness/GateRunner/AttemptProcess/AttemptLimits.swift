/// How long the harness waits for what, and how much it takes; tests make them short.
public struct AttemptLimits: Sendable {
    /// How long evidence may be gathered before a process is ended.
    public var evidence: Duration = .seconds(8)
    /// How long an attempt has to end after TERM.
    public var termGrace: Duration = .seconds(2)
    /// How long an attempt may live on once it said that it was done or closed its output.
    public var lingering: Duration = .seconds(5)
    /// How long what survives an attempt that exited may need to end by itself.
    public var strayGrace: Duration = .milliseconds(100)
    /// The same after an attempt that died: the stubs notice its death themselves.
    public var orphanGrace: Duration = .seconds(1)
    /// At most this long do messages wait to be stored.
    public var flush: Duration = .milliseconds(100)
    /// How many bytes an attempt may report.
    public var outputBytes = 1 << 30
    /// How many bytes one message may have.
    public var lineBytes = 16 << 20
    /// How many bytes of the attempt's standard error are kept.
    public var errorTailBytes = 16_384
    /// How large a file may be to be kept as an artefact.
    public var artefactBytes = 64 << 20

    /// Creates the limits that real runs use.
    public init() {}
}

extension Duration {
    /// The whole nanoseconds, none for a negative duration.
    var nanoseconds: UInt64 {
        let parts = components
        guard parts.seconds >= 0 else { return 0 }
        return UInt64(parts.seconds) * 1_000_000_000
            + UInt64(max(0, parts.attoseconds / 1_000_000_000))
    }
}
