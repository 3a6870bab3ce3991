internal import CWeldPlatform
internal import Glibc

extension MemoryObject {
    /// Creates memory under a name, exclusively, readable and writable by this user only.
    ///
    /// The caller removes the name with ``unlink(_:)``.
    /// - Throws: EEXIST when the name is taken.
    public static func create(
        named name: SharedMemoryName, size: Int
    ) throws(SystemError) -> MemoryObject {
        let descriptor = OwnedDescriptor(
            adopting: try systemCall("create shared memory", path: name.text) {
                unsafe weld_shm_open(name.text, O_RDWR | O_CREAT | O_EXCL, 0o600)
            })
        let number = descriptor.rawValue
        do throws(SystemError) {
            // The umask can only have taken bits away from 0600; fchmod gives them back without
            // touching the umask, which belongs to the whole process (lessons.md#row-4).
            try systemCall("set mode of", path: name.text) { fchmod(number, 0o600) }
            try systemCall("size shared memory", path: name.text) { ftruncate(number, size) }
        } catch {
            try? unlink(name)
            throw error
        }
        return MemoryObject(unchecked: descriptor, size: size)
    }

    /// Opens what stands under a name; never creates it (lessons.md#row-21).
    ///
    /// - Throws: ENOENT when nothing stands there, EMSGSIZE when fstat's size is another than
    ///   `expectedSize` (nil takes any size but 0), EPERM when another user owns it.
    public static func attach(
        named name: SharedMemoryName, expectedSize: Int? = nil
    ) throws(SystemError) -> MemoryObject {
        let descriptor = OwnedDescriptor(
            adopting: try systemCall("attach shared memory", path: name.text) {
                unsafe weld_shm_open(name.text, O_RDWR, 0)
            })
        let facts = try DescriptorFacts.of(descriptor.rawValue)
        guard facts.owner == geteuid() else {
            throw SystemError(
                code: EPERM, operation: "attach shared memory of user \(facts.owner)",
                path: name.text)
        }
        guard facts.size > 0, expectedSize == nil || expectedSize == facts.size else {
            throw SystemError(
                code: EMSGSIZE, operation: "attach shared memory of \(facts.size) bytes",
                path: name.text)
        }
        return MemoryObject(unchecked: descriptor, size: facts.size)
    }

    /// Removes a name; mappings and descriptors of the object stay valid.
    public static func unlink(_ name: SharedMemoryName) throws(SystemError) {
        try systemCall("remove shared memory", path: name.text) {
            unsafe shm_unlink(name.text)
        }
    }
}
