// Unsafe code: buffers of the caller are handed to read, write and their kin by address.

internal import Glibc

extension OwnedDescriptor {
    /// Reads once; 0 is the end, nil means that a non-blocking descriptor has nothing yet.
    public borrowing func read(
        into buffer: UnsafeMutableRawBufferPointer
    ) throws(SystemError) -> Int? {
        let number = rawValue
        return try systemCallOrWouldBlock("read") {
            unsafe Glibc.read(number, buffer.baseAddress, buffer.count)
        }
    }

    /// Writes once and returns how much was taken; nil means that it would have blocked.
    ///
    /// On a pipe this raises SIGPIPE when no reader is left: whoever writes to pipes calls
    /// ``Signals/ignore(_:)`` first.
    public borrowing func write(
        _ bytes: UnsafeRawBufferPointer
    ) throws(SystemError) -> Int? {
        let number = rawValue
        return try systemCallOrWouldBlock("write") {
            unsafe Glibc.write(number, bytes.baseAddress, bytes.count)
        }
    }

    /// Writes at an offset without moving the file's position; returns how much was taken.
    public borrowing func write(
        _ bytes: UnsafeRawBufferPointer, at offset: Int
    ) throws(SystemError) -> Int {
        let number = rawValue
        return try systemCall("pwrite") {
            unsafe pwrite(number, bytes.baseAddress, bytes.count, offset)
        }
    }

    /// Reads at an offset without moving the file's position; 0 is the end.
    public borrowing func read(
        into buffer: UnsafeMutableRawBufferPointer, at offset: Int
    ) throws(SystemError) -> Int {
        let number = rawValue
        return try systemCall("pread") {
            unsafe pread(number, buffer.baseAddress, buffer.count, offset)
        }
    }

    /// Makes reads and writes return "would block" instead of waiting.
    ///
    /// The flag belongs to the open file and so to every process that shares it.
    public borrowing func setNonBlocking(_ isNonBlocking: Bool = true) throws(SystemError) {
        try StreamSocket.setNonBlocking(rawValue, isNonBlocking)
    }
}
