// Unsafe code: buffers of the caller are handed to the system by address.

// The hot calls are inlinable, so their callers see the C functions: every return that comes after
// a blocking call is dear, and so each level of calls saved.
public import CWeldPlatform

/// The system's number of an open descriptor, lent: its owner closes it.
@frozen
public struct RawDescriptor: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The number, as command lines and the system's own calls want it.
    public let rawValue: Int32

    /// Wraps a number that the system, or whoever started this process, gave.
    @inlinable
    public init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    /// Where a process reads what it is given.
    public static let standardInput = RawDescriptor(rawValue: 0)
    /// Where a process writes what it is asked for.
    public static let standardOutput = RawDescriptor(rawValue: 1)
    /// Where a process writes what it has to say besides.
    public static let standardError = RawDescriptor(rawValue: 2)

    /// The number.
    public var description: String { "\(rawValue)" }
}

/// The sole owner of an open descriptor: whoever drops it closes it.
///
/// Every descriptor that the engine makes is close-on-exec (platform.md#transport).
@frozen
public struct OwnedDescriptor: ~Copyable, Sendable {
    /// The descriptor, lent while the owner lives.
    public let rawValue: RawDescriptor

    /// Takes over an open descriptor; nobody else may close it from now on.
    public init(adopting rawValue: RawDescriptor) {
        precondition(rawValue.rawValue >= 0, "a descriptor number is never negative")
        self.rawValue = rawValue
    }

    /// Takes over the handle that a call of weld.h made.
    init(adopting handle: weld_handle) {
        self.init(adopting: RawDescriptor(rawValue: handle))
    }

    deinit {
        _ = weld_close(handle)
    }

    /// The descriptor as calls of weld.h want it.
    @inlinable var handle: weld_handle { rawValue.rawValue }

    /// Gives the descriptor away: the caller must see to its closing.
    public consuming func release() -> RawDescriptor {
        let number = rawValue
        discard self
        return number
    }

    /// Closes and reports what the system said; the number is free even when this throws.
    public consuming func close() throws(SystemError) {
        try checked(weld_close(release().rawValue), "close")
    }

    /// Returns a second descriptor for the same open file, close-on-exec.
    public borrowing func duplicate() throws(SystemError) -> OwnedDescriptor {
        try Self.duplicating(rawValue)
    }

    /// Returns a second, close-on-exec descriptor for an open file that somebody else owns.
    public static func duplicating(_ lent: RawDescriptor) throws(SystemError) -> OwnedDescriptor {
        OwnedDescriptor(
            adopting: try checked(weld_duplicate(lent.rawValue), "duplicate descriptor"))
    }

    /// Makes reads and writes return "would block" instead of waiting.
    ///
    /// The flag belongs to the open file and so to every process that shares it.
    public borrowing func setNonBlocking(_ isNonBlocking: Bool = true) throws(SystemError) {
        try StreamSocket.setNonBlocking(rawValue, isNonBlocking)
    }

    /// Asks for room for this many bytes in a pipe; the system may refuse.
    public borrowing func setPipeCapacity(_ bytes: Int32) throws(SystemError) {
        try checked(weld_set_pipe_capacity(handle, bytes), "size pipe")
    }
}

// MARK: - Bytes

extension OwnedDescriptor {
    /// Reads once; 0 is the end, nil means that a non-blocking descriptor has nothing yet.
    @inlinable
    public borrowing func read(
        into buffer: UnsafeMutableRawBufferPointer
    ) throws(SystemError) -> Int? {
        unsafe try checkedOrAgain(weld_read(handle, buffer.baseAddress, buffer.count), "read")
    }

    /// Writes once and returns how much was taken; nil means that it would have blocked.
    ///
    /// On a pipe this raises SIGPIPE when no reader is left: whoever writes to pipes calls
    /// ``Signals/ignore(_:)`` first.
    @inlinable
    public borrowing func write(
        _ bytes: UnsafeRawBufferPointer
    ) throws(SystemError) -> Int? {
        unsafe try checkedOrAgain(weld_write(handle, bytes.baseAddress, bytes.count), "write")
    }

    /// Writes once to an object that others share, and never waits for it; nil when it takes
    /// nothing now.
    ///
    /// The object and its flags stay as they are.
    /// - Throws: ``SystemError`` of kind `unsupported` where only a write that may wait would do.
    public static func writeNow(
        _ bytes: UnsafeRawBufferPointer, to lent: RawDescriptor
    ) throws(SystemError) -> Int? {
        unsafe try checkedOrAgain(
            weld_write_now(lent.rawValue, bytes.baseAddress, bytes.count), "write")
    }

    /// Writes at an offset without moving the file's position; returns how much was taken.
    public borrowing func write(
        _ bytes: UnsafeRawBufferPointer, at offset: Int
    ) throws(SystemError) -> Int {
        let start = UInt64(offset)
        return unsafe try checked(
            weld_write_at(handle, bytes.baseAddress, bytes.count, start), "pwrite")
    }

    /// Reads at an offset without moving the file's position; 0 is the end.
    public borrowing func read(
        into buffer: UnsafeMutableRawBufferPointer, at offset: Int
    ) throws(SystemError) -> Int {
        let start = UInt64(offset)
        return unsafe try checked(
            weld_read_at(handle, buffer.baseAddress, buffer.count, start), "pread")
    }
}

extension OwnedDescriptor {
    /// Reads so many bytes at an offset without moving the file's position; fewer at the end.
    public borrowing func bytes(_ count: Int, at offset: Int) throws(SystemError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var failure: SystemError?
        let taken = unsafe bytes.withUnsafeMutableBytes { raw in
            do throws(SystemError) {
                return unsafe try read(into: raw, at: offset)
            } catch {
                failure = error
                return 0
            }
        }
        if let failure { throw failure }
        return Array(bytes.prefix(taken))
    }
}

extension [UInt8] {
    /// The little-endian word of 32 bits at an offset that lies at least four bytes before the end.
    public func word(at offset: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 | UInt32(self[offset + $1]) << UInt32(8 * $1) }
    }
}

// MARK: - Several

/// Owns any number of descriptors in order; those not taken out are closed with it.
///
/// What arrives in a control message goes straight in here, so that no error path can forget one
/// (lessons.md#row-19). Closing them never waits for what their sender left unfinished
/// (platform.md#objects-of-the-peer).
public struct DescriptorList: ~Copyable, Sendable {
    // Numbers and not OwnedDescriptors: an array cannot hold non-copyable elements. An empty array
    // allocates nothing, which keeps frames without descriptors free of allocations.
    @usableFromInline var numbers: [RawDescriptor] = []

    /// Makes an empty list.
    public init() {}

    deinit {
        for number in numbers { _ = weld_close_received(number.rawValue) }
    }

    /// How many descriptors the list owns.
    @inlinable public var count: Int { numbers.count }

    /// Whether the list owns none.
    @inlinable public var isEmpty: Bool { numbers.isEmpty }

    /// The descriptor at a position, lent: the list still owns it.
    public subscript(index: Int) -> RawDescriptor { numbers[index] }

    /// All descriptors in order, lent: the list still owns them.
    public var borrowedNumbers: [RawDescriptor] { numbers }

    /// Takes over a descriptor, as the last one.
    public mutating func append(_ descriptor: consuming OwnedDescriptor) {
        numbers.append(descriptor.release())
    }

    /// Takes the first descriptor out; nil when the list is empty.
    public mutating func takeFirst() -> OwnedDescriptor? {
        numbers.isEmpty ? nil : OwnedDescriptor(adopting: numbers.removeFirst())
    }

    /// Takes the first `count` descriptors out as a list of their own.
    public mutating func takeFirst(_ count: Int) -> DescriptorList {
        var taken = DescriptorList()
        taken.numbers = Array(numbers.prefix(count))
        numbers.removeFirst(min(count, numbers.count))
        return taken
    }

    /// Forgets all that is left and leaves it open: the fault of the sabotage `fd-leak-on-error`.
    public mutating func abandonAll() {
        numbers.removeAll()
    }

    /// Closes all that is left.
    public mutating func removeAll() {
        for number in numbers { _ = weld_close_received(number.rawValue) }
        numbers.removeAll()
    }
}
