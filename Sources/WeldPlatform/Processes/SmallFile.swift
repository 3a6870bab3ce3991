// Unsafe code: the read buffer is lent to the system by address.

internal import Glibc

/// Reads the small text files of `/proc` and `/sys`, which have no size to ask for.
enum SmallFile {
    static func read(_ path: String) throws(SystemError) -> [UInt8] {
        let descriptor = OwnedDescriptor(
            adopting: try systemCall("open", path: path) {
                unsafe open(path, O_RDONLY | O_CLOEXEC)
            })
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            let number = descriptor.rawValue
            let count = try systemCall("read", path: path) {
                unsafe Glibc.read(number, &chunk, chunk.count)
            }
            if count == 0 { return content }
            content += chunk[..<count]
        }
    }

    /// The names in a directory, without `.` and `..`, in no order.
    static func names(in path: String) throws(SystemError) -> [String] {
        guard let directory = unsafe opendir(path) else {
            throw SystemError(code: errno, operation: "list", path: path)
        }
        defer { unsafe closedir(directory) }
        var names: [String] = []
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { field in
                unsafe String(cString: UnsafeRawPointer(field).assumingMemoryBound(to: CChar.self))
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}
