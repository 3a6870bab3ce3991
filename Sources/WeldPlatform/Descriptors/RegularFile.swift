internal import Glibc

/// Files with names, as far as the engine has any: those of the handles lab.
public enum RegularFile {
    /// Creates a file of mode 0600 for reading and writing; one that exists is an error.
    public static func create(_ path: String) throws(SystemError) -> OwnedDescriptor {
        OwnedDescriptor(
            adopting: try systemCall("create", path: path) {
                unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            })
    }

    /// Removes a file's name.
    public static func remove(_ path: String) throws(SystemError) {
        try systemCall("remove", path: path) { unsafe unlink(path) }
    }
}

extension OwnedDescriptor {
    /// Asks for room for this many bytes in a pipe; the system may refuse.
    public borrowing func setPipeCapacity(_ bytes: Int32) throws(SystemError) {
        let number = rawValue
        // F_SETPIPE_SZ, which Glibc's module lacks.
        let command: Int32 = 1031
        try systemCall("size pipe") { fcntl(number, command, bytes) }
    }
}
