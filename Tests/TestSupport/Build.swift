// Unsafe code: the table of a process's symbols is the C library's.

internal import Glibc

/// What the tests, and the programs beside them, were built with.
public enum Build {
    /// Whether a sanitizer watches this process, and so the programs of the same build.
    ///
    /// It needs terabytes of address space, and keeps memory that its program gave back.
    public static let isSanitized = has("__asan_init") || isThreadSanitized

    /// Whether it is the thread sanitizer, which writes a file for itself before anything else, and
    /// dies where the limit on the size of files is lower.
    public static let isThreadSanitized = has("__tsan_init")

    private static func has(_ name: String) -> Bool { unsafe dlsym(nil, name) != nil }
}
