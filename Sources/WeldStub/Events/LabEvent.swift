/// What the handles lab reports: raw facts, judged by nobody here (gates.md#g7).
public enum LabEvent: Sendable {
    /// A descriptor was sent with an Echo.
    case sent(step: Int, sequence: UInt32, index: Int, kind: String, device: UInt64, inode: UInt64)
    /// A descriptor arrived with an Echo.
    case received(
        sequence: UInt32, index: Int, kind: String, device: UInt64, inode: UInt64,
        closeOnExec: Bool, written: Int)
    /// What was read back through an object that the runtime had written.
    case readBack(step: Int, index: Int, kind: String, expected: String, actual: String)
    /// Whether a passed pipe's read end reports the end, all writers gone.
    case liveness(step: Int, index: Int, endOfFile: Bool)
    /// A send was refused before anything left.
    case refused(step: Int, count: Int, error: String, openBefore: Int, openAfter: Int)
    /// How the runtime ended a connection after a hostile frame.
    case answered(step: Int, how: String)
    /// The runtime was refused to truncate the region.
    case truncateRefused(code: Int32)
    /// The runtime could truncate the region, which it must not.
    case truncateAllowed
    /// A file that the runtime was asked to write into; read it when the editor is dead.
    case file(step: Int, path: String, expected: String)
    /// The script is at its end.
    case done(steps: Int)
}
