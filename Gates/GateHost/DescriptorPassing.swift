// Unsafe code: buffers and arrays of descriptors are handed to sendmsg and recvmsg by address.
internal import CGateHost
internal import Glibc

/// A local stream socket of the judge's own, over which descriptors can travel; no call waits.
///
/// What the engine's transport does wrong on both sides at once is seen only by somebody else's
/// (credibility.md#independence).
public struct PassingSocket: ~Copyable, Sendable {
    /// The connected socket.
    public let descriptor: OwnedDescriptor

    private init(_ descriptor: consuming OwnedDescriptor) { self.descriptor = descriptor }

    /// Connects to whoever listens at a path of at most 107 bytes.
    ///
    /// - Parameter user: Whose process the listener shall see; nil is this one's.
    /// - Throws: EAGAIN where the listener has no room at the moment; EPERM where this process may
    ///   not be another user's.
    public init(connectingTo path: String, as user: UInt32? = nil) throws(SystemError) {
        guard let socket = try StreamSocket.connect(to: path, as: user) else {
            throw SystemError(code: EAGAIN, operation: "connect", path: path)
        }
        self.init(socket)
    }

    /// Takes the next connection of a listener; nil where none came by the deadline.
    ///
    /// - Parameter end: What becomes readable when the process ends that is to connect, upon which
    ///   nothing is waited for any more; negative where that is unknown.
    public static func accept(
        from listener: borrowing OwnedDescriptor, ending end: Int32 = -1, until deadline: Deadline
    ) throws(SystemError) -> PassingSocket? {
        let number = listener.rawValue
        while true {
            if let made = try StreamSocket.accept(from: number) { return PassingSocket(made) }
            var entries = [PollEntry(number, for: .readable), PollEntry(end, for: .readable)]
            _ = try Poll.wait(&entries, until: deadline)
            if entries[0].found.isEmpty { return nil }
        }
    }

    /// Sends what the socket takes now and returns how many bytes that was; nil where it takes
    /// none.
    ///
    /// - Parameter descriptors: At most 253; lent, and sent with the first byte.
    public borrowing func send(
        _ bytes: ArraySlice<UInt8>, descriptors: [Int32] = []
    ) throws(SystemError) -> Int? {
        let number = descriptor.rawValue
        return try systemCallOrWouldBlock("send") {
            unsafe bytes.withUnsafeBytes { raw in
                unsafe gate_host_send(
                    number, raw.baseAddress, raw.count, descriptors, descriptors.count)
            }
        }
    }

    /// Receives what is there: bytes are appended, descriptors too; nil where nothing is, 0 at the
    /// end of the stream.
    ///
    /// Beyond 253 descriptors, more than the kernel sends at once, they are closed.
    public borrowing func receive(
        into bytes: inout [UInt8], descriptors: inout [Int32]
    ) throws(SystemError) -> Int? {
        let number = descriptor.rawValue
        var chunk = [UInt8](repeating: 0, count: 65_536)
        var places = [Int32](repeating: -1, count: 253)
        var received = 0
        let count = try systemCallOrWouldBlock("receive") {
            unsafe chunk.withUnsafeMutableBytes { raw in
                unsafe places.withUnsafeMutableBufferPointer { free in
                    unsafe gate_host_receive(
                        number, raw.baseAddress, raw.count, free.baseAddress, free.count,
                        &received)
                }
            }
        }
        guard let count else { return nil }
        bytes += chunk[..<count]
        descriptors += places[..<min(received, places.count)]
        return count
    }
}

/// What the kernel lets a holder of shared memory do to it, tried and not asked of the sender.
public struct MemorySeals: Equatable, Sendable {
    /// Whether a seal forbids to make it smaller.
    public var forbidsShrinking: Bool
    /// Whether a seal forbids to make it larger.
    public var forbidsGrowing: Bool
    /// Whether a seal forbids to add another: a holder could make it read-only for everybody, and
    /// a successor could not draw.
    public var forbidsSealing: Bool
    /// Whether it became smaller when that was tried.
    public var shrank: Bool
    /// Whether it became larger when that was tried, by its size or by a write behind its end.
    public var grew: Bool

    /// Whether nobody can change its size, by its seals and by the trial, or what it can be used
    /// for.
    public var isFixed: Bool {
        forbidsShrinking && forbidsGrowing && forbidsSealing && !shrank && !grew
    }

    /// Reads the seals of a memory object and tries to change its size; what could be changed is
    /// put right again.
    public static func tried(on memory: borrowing OwnedDescriptor) throws(SystemError) -> Self {
        let number = memory.rawValue
        let seals = try systemCall("read seals") { gate_host_seals(number) }
        let size = off_t(try DescriptorFacts.of(number).size)
        func resize(_ new: off_t) -> Bool { gate_host_resize(number, new) == 0 }
        // Of the largest size that there is nothing can be larger.
        let (larger, isTooLarge) = size.addingReportingOverflow(4096)
        let grew = !isTooLarge && resize(larger)
        if grew { _ = resize(size) }
        let wrote = gate_host_write_at(number, size) == 1
        if wrote { _ = resize(size) }
        let shrank = size > 0 && resize(size - 1)
        if shrank { _ = resize(size) }
        return MemorySeals(
            forbidsShrinking: seals & 2 != 0, forbidsGrowing: seals & 4 != 0,
            forbidsSealing: seals & 1 != 0, shrank: shrank, grew: grew || wrote)
    }
}
