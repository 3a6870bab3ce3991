// Unsafe code: C arrays of C strings are built for posix_spawn and freed right after it.

internal import CWeldPlatform
internal import Glibc

/// A descriptor that a child is to inherit, under the number it will have there.
public struct InheritedDescriptor: Sendable, Equatable {
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
    /// - Throws: The errno of the failing step, exec included, with the path.
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
            weld_inherited(source: entry.source, target: entry.target)
        }
        var pid: pid_t = 0
        let code = unsafe withCStrings([path] + arguments) { argv in
            unsafe withCStrings(variables) { envp in
                unsafe weld_spawn(
                    &pid, path, argv, envp, directory, inherited, inherited.count,
                    newProcessGroup)
            }
        }
        guard code == 0 else {
            throw SystemError(code: code, operation: "spawn", path: path)
        }
        return try ChildProcess(adopting: pid)
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
