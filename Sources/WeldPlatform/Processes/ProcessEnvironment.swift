// Unsafe code: the environment is a C array of C strings.

internal import CWeldPlatform
internal import Glibc

/// The calling process: where its program lies, its environment, its ids.
public enum ProcessEnvironment {
    /// The calling process's id.
    public static var pid: Int32 { getpid() }
    /// The parent's id.
    public static var parentPID: Int32 { getppid() }
    /// The effective user id.
    public static var userID: UInt32 { geteuid() }

    /// Returns the path of the running program, symbolic links resolved.
    public static func executablePath() throws(SystemError) -> String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = try systemCall("find own program", path: "/proc/self/exe") {
            unsafe readlink("/proc/self/exe", &buffer, buffer.count)
        }
        return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Returns a variable's value; nil when it is not set.
    public static func value(of name: String) -> String? {
        guard let text = unsafe getenv(name) else { return nil }
        return unsafe String(cString: text)
    }

    /// Returns all variables as `NAME=value`.
    public static func all() -> [String] {
        var variables: [String] = []
        guard var cursor = unsafe weld_environment() else { return [] }
        while let text = unsafe cursor.pointee {
            unsafe variables.append(String(cString: text))
            unsafe cursor += 1
        }
        return variables
    }

    /// Makes this process the new parent of every orphan among its descendants.
    public static func becomeSubreaper() throws(SystemError) {
        try systemCall("become subreaper") { weld_become_subreaper() }
    }

    /// Ends the process by SIGABRT.
    public static func abort() -> Never {
        Glibc.abort()
    }

    /// Ends the process at once, without running any exit handler.
    public static func exitNow(_ code: Int32) -> Never {
        _exit(code)
    }
}
