// Unsafe code: the two values of a limit are returned by address.
internal import CGateHost
internal import Glibc

/// The limits of a process that what it starts inherits (getrlimit).
public enum InheritedLimit: String, CaseIterable, Sendable {
    /// Open descriptors.
    case descriptors = "nofile"
    /// Bytes of the largest file, shared memory included.
    case fileSize = "fsize"
    /// Bytes of a thread's stack.
    case stack = "stack"
    /// Bytes of private memory.
    case data = "data"
    /// Bytes of addresses.
    case addresses = "as"
    /// Seconds of processor time.
    case processorTime = "cpu"
    /// Microseconds of the real-time class without a wait.
    case realTime = "rttime"

    /// A limit's two values; nil is none.
    public struct Values: Sendable, Hashable {
        /// What holds.
        public var soft: UInt64?
        /// How far it may be raised without privileges.
        public var hard: UInt64?
    }

    /// Reads the limit of this process.
    public func values() throws(SystemError) -> Values {
        var soft: UInt64 = 0
        var hard: UInt64 = 0
        try systemCall("read limit \(rawValue)") { unsafe gate_host_limit(number, &soft, &hard) }
        return Values(soft: soft == .max ? nil : soft, hard: hard == .max ? nil : hard)
    }

    private var number: Int32 {
        let kind =
            switch self {
            case .descriptors: RLIMIT_NOFILE
            case .fileSize: RLIMIT_FSIZE
            case .stack: RLIMIT_STACK
            case .data: RLIMIT_DATA
            case .addresses: RLIMIT_AS
            case .processorTime: RLIMIT_CPU
            case .realTime: __rlimit_resource(rawValue: 15)
            }
        return Int32(kind.rawValue)
    }

    /// How a shell sets it, such as `ulimit -n 1024`; the shell counts some in KiB.
    public func command(for amount: UInt64?) -> String {
        let (flag, unit): (String, UInt64) =
            switch self {
            case .descriptors: ("-n", 1)
            case .fileSize: ("-f", 1024)
            case .stack: ("-s", 1024)
            case .data: ("-d", 1024)
            case .addresses: ("-v", 1024)
            case .processorTime: ("-t", 1)
            case .realTime: ("-R", 1)
            }
        return "ulimit \(flag) " + (amount.map { "\($0 / unit)" } ?? "unlimited")
    }
}
