// Unsafe code: a child's status is written by address, and C arrays of C strings are built for
// posix_spawn and freed right after it.
internal import CGateHost
internal import Glibc

/// How a process stands; one that died by a signal is never "exit code 0" (gates.md#rule-8).
public enum ProcessStatus: Sendable, Hashable, CustomStringConvertible {
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

    private init(_ status: gate_host_status) {
        self =
            if !status.ended {
                .running
            } else if status.signalled {
                .signalled(number: status.value, coreDumped: status.core_dumped)
            } else {
                .exited(code: status.value)
            }
    }

    /// Asks how a child stands without reaping it; ``running`` also for what is no child of ours.
    public static func peek(_ pid: Int32) -> ProcessStatus {
        var status = gate_host_status()
        guard unsafe gate_host_peek_status(pid, &status) == 0 else { return .running }
        return ProcessStatus(status)
    }

    /// Reaps a child if it has ended, so that it is a zombie no longer, and says how it stands.
    @discardableResult
    public static func reap(_ pid: Int32) throws(SystemError) -> ProcessStatus {
        var status = gate_host_status()
        try systemCall("wait for process \(pid)") { unsafe gate_host_reap(pid, false, &status) }
        return ProcessStatus(status)
    }
}

/// A descriptor that a child is to inherit, under the number it will have there.
public struct InheritedDescriptor: Sendable, Hashable {
    /// The number here; lent for the duration of the spawn.
    public let source: Int32
    /// The number in the child; 0, 1 and 2 replace the standard streams.
    public let target: Int32

    /// Lets the child inherit `source` as `target`.
    public init(_ source: Int32, as target: Int32) {
        self.source = source
        self.target = target
    }
}

/// Owns a child process: it can be waited for and signalled only while it is still ours.
///
/// The descriptor of the process (pidfd) names it, so a recycled pid can never be hit. A child
/// that is dropped before it was waited for is killed and reaped: nothing outlives its owner.
public struct ChildProcess: ~Copyable, Sendable {
    /// The child's process id.
    public let pid: Int32
    /// Becomes readable when the child ends.
    public let pidDescriptor: OwnedDescriptor
    /// What the last ``wait(until:)`` found.
    public private(set) var status: ProcessStatus = .running

    /// Starts a program.
    ///
    /// The child gets default signal dispositions and an empty mask, the three standard streams
    /// and exactly the listed descriptors, under any number: what swift-subprocess does not offer.
    /// It gets a built environment, never all of this process's own (platform.md#surroundings).
    /// - Parameters:
    ///   - path: The program; no search along PATH.
    ///   - arguments: What follows the program's name.
    ///   - environment: `NAME=value` pairs, as ``ChildEnvironment`` builds them; nil is what that
    ///     builds without additions.
    ///   - directory: Where the child starts; nil is where this process is. The program's path
    ///     is looked up from there where it is relative.
    ///   - newProcessGroup: Makes the child the leader of a group of its own.
    /// - Throws: The errno of the failing step, exec included, with the path.
    public static func spawn(
        path: String, arguments: [String], environment: [String]? = nil,
        directory: String? = nil, inheriting: [InheritedDescriptor] = [],
        newProcessGroup: Bool = false
    ) throws(SystemError) -> ChildProcess {
        let variables = environment ?? ChildEnvironment.variables()
        let inherited = inheriting.map {
            gate_host_inherited(source: $0.source, target: $0.target)
        }
        var pid: pid_t = 0
        let code = unsafe withCStrings([path] + arguments) { argv in
            unsafe withCStrings(variables) { envp in
                unsafe gate_host_spawn(
                    &pid, path, argv, envp, directory, inherited, inherited.count,
                    newProcessGroup)
            }
        }
        guard code == 0 else {
            throw SystemError(code: code, operation: "spawn", path: path)
        }
        do throws(SystemError) {
            return try ChildProcess(descriptorOf: pid)
        } catch {
            // Not reaped yet, so the pid is still the child's.
            _ = Glibc.kill(pid, SIGKILL)
            waitpid(pid, nil, 0)
            throw error
        }
    }

    /// Takes over a process that is, or by its parent's death becomes, a child of this one: what a
    /// subreaper inherits.
    ///
    /// Waiting fails with ECHILD as long as the process has another parent.
    public static func adoptable(pid: Int32) throws(SystemError) -> ChildProcess {
        try ChildProcess(descriptorOf: pid)
    }

    private init(descriptorOf pid: Int32) throws(SystemError) {
        self.pid = pid
        pidDescriptor = OwnedDescriptor(
            adopting: try systemCall("open descriptor of process \(pid)") {
                gate_host_open_process(pid)
            })
    }

    /// Any status but running: nobody asks for it any more.
    private static let givenUp = ProcessStatus.signalled(number: 0, coreDumped: false)

    /// Gives the process up without ending it, which an owner otherwise does.
    public consuming func letGo() {
        status = Self.givenUp
    }

    deinit {
        guard status == .running else { return }
        _ = gate_host_signal_process(pidDescriptor.rawValue, SIGKILL)
        waitpid(pid, nil, 0)
    }

    /// Waits for the end, at most until the deadline, and reaps; ``ProcessStatus/running`` when the
    /// deadline passed first.
    ///
    /// Later calls return the same status.
    public mutating func wait(until deadline: Deadline) throws(SystemError) -> ProcessStatus {
        guard status == .running else { return status }
        let found = try Poll.wait(pidDescriptor.rawValue, for: .readable, until: deadline)
        if !found.isEmpty { status = try .reap(pid) }
        return status
    }

    /// Sends a signal, only while the child has not been reaped; returns whether it was sent.
    ///
    /// Where the system refuses it by the descriptor (an old one, a filter), it goes to the number,
    /// which is the child's as long as nobody has waited for it.
    @discardableResult
    public borrowing func kill(_ signal: Int32) throws(SystemError) -> Bool {
        guard status == .running else { return false }
        let number = pidDescriptor.rawValue
        do throws(SystemError) {
            try systemCall("signal process \(pid)") { gate_host_signal_process(number, signal) }
        } catch {
            if error.kind == .noProcess { return false }
            var ours = gate_host_status()
            guard unsafe gate_host_peek_status(pid, &ours) == 0, Glibc.kill(pid, signal) == 0
            else { throw error }
        }
        return true
    }
}

private func withCStrings<Result>(
    _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
    var pointers: [UnsafeMutablePointer<CChar>?] = unsafe strings.map { unsafe strdup($0) }
    unsafe pointers.append(nil)
    defer {
        for index in unsafe pointers.indices { unsafe free(pointers[index]) }
    }
    return unsafe body(pointers)
}
