// Unsafe code: arguments and the environment are C arrays of C strings; texts are written into buffers that are
// passed by address.

internal import CWeldPlatform

/// The calling process: where its program lies, its environment, its ids.
public enum ProcessEnvironment {
    /// The calling process's id.
    public static var pid: Int32 { weld_self() }
    /// The parent's id.
    public static var parentPID: Int32 { weld_parent() }
    /// The effective user id.
    public static var userID: UInt32 { weld_user() }

    /// Returns the path of the running program, symbolic links resolved.
    public static func executablePath() throws(SystemError) -> String {
        var text = [CChar](repeating: 0, count: 4096)
        unsafe try checked(weld_program_path(&text, text.count), "find own program")
        return String(cText: text)
    }

    /// The program's name and its arguments.
    ///
    /// Not `CommandLine.arguments`, which looks for them below /proc and is empty where no
    /// descriptor is free for that: a program would start as if nothing had been asked of it.
    public static var arguments: [String] {
        var all: [String] = []
        while let text = unsafe weld_argument(all.count) {
            unsafe all.append(String(cString: text))
        }
        return all.isEmpty ? CommandLine.arguments : all
    }

    /// Returns a variable's value; nil when it is not set.
    public static func value(of name: String) -> String? {
        guard let text = unsafe weld_variable(name) else { return nil }
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

    /// Leads each of the three standard streams that is closed to nowhere, so that nothing that is
    /// opened later gets its number and is written to.
    public static func fillStandardStreams() throws(SystemError) {
        try checked(weld_fill_standard_streams(), "open a standard stream")
    }

    /// Makes sure that this process could map so many bytes more, beside the stacks of so many more
    /// threads; keeps none.
    ///
    /// - Throws: ``SystemError`` of kind `noSpace` when it could not.
    public static func checkRoom(bytes: Int, threads: Int) throws(SystemError) {
        try checked(
            weld_room(UInt64(max(1, bytes)), Int32(threads)),
            "find \(bytes) bytes and \(threads) stacks of address space")
    }

    /// Makes this process the new parent of every orphan among its descendants.
    public static func becomeSubreaper() throws(SystemError) {
        try checked(weld_adopt_orphans(), "become subreaper")
    }

    /// Ends the process by SIGABRT.
    public static func abort() -> Never {
        weld_abort()
    }

    /// Ends the process at once, without running any exit handler.
    public static func exitNow(_ code: Int32) -> Never {
        weld_exit(code)
    }
}

/// Limits of a process, for looking at what it does near them.
public enum ResourceLimit {
    /// Sets how many descriptors a process may have open; those it has stay open.
    public static func setOpenFiles(_ count: UInt64, of pid: Int32) throws(SystemError) {
        try checked(weld_limit_handles(pid, count), "limit open files of process \(pid)")
    }
}

/// What the calling process's memory comes to, in bytes: as its allocator and the kernel see it.
public struct MemoryUse: Equatable, Sendable {
    /// What was allocated and not freed, in blocks that share mappings; 0 under a sanitizer.
    public var heapInUse: UInt64
    /// What is allocated in large blocks, each a mapping of its own; 0 under a sanitizer.
    public var heapMapped: UInt64
    /// What the process holds in memory.
    public var resident: UInt64

    /// Asks allocator and kernel; what the system does not tell is 0.
    public static func current() -> MemoryUse {
        var use = weld_memory_use()
        _ = unsafe weld_memory_use(&use)
        return MemoryUse(
            heapInUse: use.heap_in_use, heapMapped: use.heap_mapped, resident: use.resident)
    }
}
