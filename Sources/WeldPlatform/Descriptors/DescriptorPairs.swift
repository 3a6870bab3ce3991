// Unsafe code: the system fills a two-element array with the pair's numbers.

internal import CWeldPlatform

/// The two ends of a new pipe.
@frozen
public struct PipeEnds: ~Copyable, Sendable {
    /// Where the bytes come out.
    public var readEnd: OwnedDescriptor
    /// Where the bytes go in.
    public var writeEnd: OwnedDescriptor

    /// Opens a pipe, both ends close-on-exec and blocking.
    public init() throws(SystemError) {
        let ends = unsafe try openPair("open pipe") { unsafe weld_pipe2($0) }
        readEnd = OwnedDescriptor(adopting: ends.0)
        writeEnd = OwnedDescriptor(adopting: ends.1)
    }
}

/// The two ends of a new connected pair of stream sockets.
@frozen
public struct SocketPair: ~Copyable, Sendable {
    /// One end.
    public var first: OwnedDescriptor
    /// The other end.
    public var second: OwnedDescriptor

    /// Opens a pair, both ends close-on-exec and blocking.
    public init() throws(SystemError) {
        let ends = unsafe try openPair("open socket pair") { unsafe weld_socketpair($0) }
        first = OwnedDescriptor(adopting: ends.0)
        second = OwnedDescriptor(adopting: ends.1)
    }
}

private func openPair(
    _ operation: String, _ open: (UnsafeMutablePointer<Int32>) -> Int32
) throws(SystemError) -> (Int32, Int32) {
    var ends: [Int32] = [-1, -1]
    try systemCall(operation) {
        unsafe ends.withUnsafeMutableBufferPointer { buffer in
            unsafe buffer.baseAddress.map { unsafe open($0) } ?? -1
        }
    }
    return (ends[0], ends[1])
}
