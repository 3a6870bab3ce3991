// Unsafe code of the harness, part one: buffers lent to the C library.
import CGateHost
import Glibc
import Synchronization
import SystemPackage

/// A descriptor that the harness owns; closed when asked, or when the last owner ends.
///
/// By reference, because the thread that watches an attempt and the task that started it share it.
final class HostDescriptor: Sendable {
    private let held: Atomic<Int32>

    /// Takes a descriptor over.
    init(adopting rawValue: Int32) { held = Atomic(rawValue) }

    deinit { close() }

    /// The number, for lending to the kernel; negative once closed.
    var rawValue: Int32 { held.load(ordering: .acquiring) }

    /// The same number for swift-subprocess, which only borrows it.
    var lent: FileDescriptor { FileDescriptor(rawValue: rawValue) }

    /// Closes the descriptor; a second time does nothing.
    func close() {
        let number = held.exchange(-1, ordering: .acquiringAndReleasing)
        if number >= 0 { Glibc.close(number) }
    }

    /// Reads once into the buffer: the number of bytes, 0 at the end, nil where nothing waits.
    func read(into buffer: inout [UInt8]) -> Int? {
        HostDescriptor.read(rawValue, into: &buffer)
    }

    /// Reads once from a descriptor that somebody else owns; see `read(into:)`.
    static func read(_ descriptor: Int32, into buffer: inout [UInt8]) -> Int? {
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes { bytes in
                unsafe Glibc.read(descriptor, bytes.baseAddress, bytes.count)
            }
            if count >= 0 { return count }
            if errno == EINTR { continue }
            return errno == EAGAIN || errno == EWOULDBLOCK ? nil : 0
        }
    }

    /// Writes everything to a blocking descriptor; false where its reader is gone.
    static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var written = 0
        while written < bytes.count {
            let count = unsafe bytes[written...].withUnsafeBytes { rest in
                unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            written += count
        }
        return true
    }
}

/// The two ends of a pipe, both close-on-exec.
struct HostPipe: Sendable {
    /// Where bytes come out.
    let readEnd: HostDescriptor
    /// Where bytes go in.
    let writeEnd: HostDescriptor

    /// Makes a pipe; throws the system's error.
    init(nonBlockingRead: Bool) throws(HostError) {
        var read: Int32 = -1
        var write: Int32 = -1
        guard unsafe gate_host_pipe(&read, &write, nonBlockingRead) == 0 else {
            throw HostError("make a pipe", code: errno)
        }
        readEnd = HostDescriptor(adopting: read)
        writeEnd = HostDescriptor(adopting: write)
    }
}
