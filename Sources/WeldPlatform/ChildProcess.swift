// Unsafe code: C arrays of C strings are built for a spawn and freed right after it.

internal import CWeldPlatform

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

    private init(pid: Int32, descriptor: consuming OwnedDescriptor) {
        self.pid = pid
        pidDescriptor = descriptor
    }

    /// Takes over a process that is, or by its parent's death becomes, a child of this one: what a
    /// subreaper inherits.
    ///
    /// Waiting fails with ECHILD as long as the process has another parent.
    public static func adoptable(pid: Int32) throws(SystemError) -> ChildProcess {
        let number = try checked(weld_process(pid), "open descriptor of process \(pid)")
        return ChildProcess(pid: pid, descriptor: OwnedDescriptor(adopting: number))
    }

    deinit {
        guard status == .running else { return }
        _ = weld_process_end(pidDescriptor.handle, pid)
    }

    /// Waits for the end, at most until the deadline, and reaps; ``ProcessStatus/running`` when the
    /// deadline passed first.
    ///
    /// Later calls return the same status.
    public mutating func wait(until deadline: Deadline) throws(SystemError) -> ProcessStatus {
        guard status == .running else { return status }
        let found = try Poll.wait(pidDescriptor.rawValue, for: .readable, until: deadline)
        guard !found.isEmpty else { return .running }
        var ending = weld_ending()
        let outcome = unsafe weld_process_ending(pidDescriptor.handle, pid, &ending)
        if outcome == Int32(WELD_AGAIN) { return .running }
        try checked(outcome, "wait for process \(pid)")
        status =
            ending.is_signal
            ? .signalled(number: ending.code, coreDumped: ending.dumped_core)
            : .exited(code: ending.code)
        return status
    }

    /// Sends a signal, only while the child has not been reaped; returns whether it was sent.
    @discardableResult
    public borrowing func kill(_ signal: Int32) throws(SystemError) -> Bool {
        guard status == .running else { return false }
        do throws(SystemError) {
            try checked(
                weld_process_signal(pidDescriptor.handle, pid, signal), "signal process \(pid)")
        } catch {
            if error.kind == .notFound { return false }
            throw error
        }
        return true
    }
}

// MARK: - Spawning

/// A descriptor that a child is to inherit, under the number it will have there.
public struct InheritedDescriptor: Sendable, Equatable {
    /// The descriptor here; lent for the duration of the spawn.
    public let source: RawDescriptor
    /// The number in the child; 0, 1 and 2 replace the standard streams.
    public let target: Int32

    /// Lets the child inherit `source` as `target`.
    public init(_ source: RawDescriptor, as target: Int32) {
        self.source = source
        self.target = target
    }
}

extension ChildProcess {
    /// Starts a program.
    ///
    /// The child gets default signal dispositions and an empty mask, the three standard streams
    /// and exactly the listed descriptors. `SWIFT_BACKTRACE=enable=no` is added to the environment
    /// unless the caller says otherwise: with the backtracer a Swift process survives a first
    /// SEGV from outside (gates.md#rule-7).
    /// - Parameters:
    ///   - path: The program; no search along PATH.
    ///   - arguments: What follows the program's name.
    ///   - environment: `NAME=value` pairs; nil passes this process's own on.
    ///   - directory: Where the child starts; nil is where this process is. The program's path
    ///     is looked up from there where it is relative.
    ///   - newProcessGroup: Makes the child the leader of a group of its own.
    /// - Throws: The code of the failing step, exec included, with the path.
    public static func spawn(
        path: String, arguments: [String], environment: [String]? = nil,
        directory: String? = nil, inheriting: [InheritedDescriptor] = [],
        newProcessGroup: Bool = false
    ) throws(SystemError) -> ChildProcess {
        var variables = environment ?? ProcessEnvironment.all()
        if !variables.contains(where: { $0.hasPrefix("SWIFT_BACKTRACE=") }) {
            variables.append("SWIFT_BACKTRACE=enable=no")
        }
        let inherited = inheriting.map { entry in
            weld_inherited(source: entry.source.rawValue, target: entry.target)
        }
        let argv = CStrings([path] + arguments)
        let envp = CStrings(variables)
        let paths = CStrings([path] + (directory.map { [$0] } ?? []))
        var pid: Int32 = 0
        let number = try unsafe inherited.withUnsafeBufferPointer {
            (inherited) throws(SystemError) -> Int32 in
            var program = unsafe weld_program(
                path: paths[0], arguments: argv.pointer, environment: envp.pointer,
                directory: paths[1], inherited: inherited.baseAddress,
                inherited_count: inherited.count, leads_group: newProcessGroup)
            return unsafe try checked(weld_spawn(&program, &pid), "spawn", path: path)
        }
        return ChildProcess(pid: pid, descriptor: OwnedDescriptor(adopting: number))
    }
}

/// Owns a C array of C strings that ends with NULL.
@safe
private struct CStrings: ~Copyable {
    private let strings: UnsafeMutablePointer<UnsafePointer<CChar>?>
    private let count: Int

    init(_ texts: [String]) {
        count = texts.count
        unsafe strings = .allocate(capacity: count + 1)
        for (index, text) in texts.enumerated() {
            let bytes = text.utf8CString
            let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
            for (place, byte) in bytes.enumerated() { unsafe copy[place] = byte }
            unsafe (strings + index).initialize(to: UnsafePointer(copy))
        }
        unsafe (strings + count).initialize(to: nil)
    }

    deinit {
        for index in 0..<count { unsafe strings[index]?.deallocate() }
        unsafe strings.deallocate()
    }

    /// The array, valid while its owner lives.
    var pointer: UnsafePointer<UnsafePointer<CChar>?> { unsafe UnsafePointer(strings) }

    /// One of the strings; nil at the end.
    subscript(index: Int) -> UnsafePointer<CChar>? { unsafe strings[index] }
}
