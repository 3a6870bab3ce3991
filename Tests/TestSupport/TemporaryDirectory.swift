// Unsafe code: directories are made and walked by the C library.

internal import Glibc
public import WeldPlatform

/// Counts this process's descriptors of one object, by identity, so that other tests of the same
/// process cannot disturb the count.
public func holders(of object: DescriptorFacts) -> Int {
    (0..<2048).count { number in
        guard let facts = try? DescriptorFacts.of(RawDescriptor(rawValue: Int32(number))) else {
            return false
        }
        return facts.device == object.device && facts.inode == object.inode
    }
}

/// Runs a body with a fresh directory of mode 0700 and removes the directory afterwards.
public func withTemporaryDirectory<Result>(_ body: (String) throws -> Result) throws -> Result {
    var template = Array("/tmp/weld-test-XXXXXX".utf8CString)
    guard let made = unsafe mkdtemp(&template) else {
        throw SystemError(code: errno, operation: "make test directory")
    }
    let path = unsafe String(cString: made)
    defer { removeTree(path) }
    return try body(path)
}

private func removeTree(_ path: String) {
    if let directory = unsafe opendir(path) {
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { field in
                unsafe String(cString: UnsafeRawPointer(field).assumingMemoryBound(to: CChar.self))
            }
            if name != ".", name != ".." { removeTree("\(path)/\(name)") }
        }
        unsafe closedir(directory)
    }
    unsafe remove(path)
}
