/// How a child stands; a child that died by a signal is never "exit code 0" (gates.md#rule-8).
public enum ProcessStatus: Sendable, Equatable, CustomStringConvertible {
    /// It is not over.
    case running
    /// It ended by itself with this code, 0 to 255.
    case exited(code: Int32)
    /// A signal ended it.
    case signalled(number: Int32, coreDumped: Bool)

    /// For example `exited(0)` or `signalled(9)`.
    public var description: String {
        switch self {
        case .running: "running"
        case .exited(let code): "exited(\(code))"
        case .signalled(let number, let coreDumped):
            "signalled(\(number)\(coreDumped ? ", core dumped" : ""))"
        }
    }
}
