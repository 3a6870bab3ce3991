/// The process that writes a run, by identity: pids recycle, so the start time belongs to it.
public struct HarnessProcess: Hashable, Sendable {
    /// The process id.
    public var pid: Int32
    /// When the process started, in any unit that stays the same while it lives.
    public var startTime: UInt64

    /// Creates an identity.
    public init(pid: Int32, startTime: UInt64) {
        self.pid = pid
        self.startTime = startTime
    }
}
