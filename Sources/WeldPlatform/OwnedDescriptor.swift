// Unsafe code: buffers of the caller are handed to the system by address.

// The hot calls are inlinable, so their callers see the C functions: every return that comes after
// a blocking call is dear, and so each level of calls saved.
public import CWeldPlatform

/// The sole owner of an open descriptor: whoever drops it closes it.
///
/// Every descriptor that the engine makes is close-on-exec (platform.md#transport).
@frozen
public struct OwnedDescriptor: ~Copyable, Sendable {
    /// The number, valid while the owner lives.
    public let rawValue: Int32

    /// Takes over an open descriptor; nobody else may close it from now on.
    public init(adopting rawValue: Int32) {
        precondition(rawValue >= 0, "a descriptor number is never negative")
        self.rawValue = rawValue
    }

    deinit {
        _ = weld_close(rawValue)
    }

    /// Gives the descriptor away: the caller must see to its closing.
    public consuming func release() -> Int32 {
        let number = rawValue
        discard self
        return number
    }

    /// Closes and reports what the system said; the number is free even when this throws.
    public consuming func close() throws(SystemError) {
        try checked(weld_close(release()), "close")
    }

    /// Returns a second descriptor for the same open file, close-on-exec.
    public borrowing func duplicate() throws(SystemError) -> OwnedDescriptor {
        try Self.duplicating(rawValue)
    }

    /// Returns a second, close-on-exec descriptor for an open file that somebody else owns.
    public static func duplicating(_ number: Int32) throws(SystemError) -> OwnedDescriptor {
        OwnedDescriptor(adopting: try checked(weld_duplicate(number), "duplicate descriptor"))
    }

    /// Makes reads and writes return "would block" instead of waiting.
    ///
    /// The flag belongs to the open file and so to every process that shares it.
    public borrowing func setNonBlocking(_ isNonBlocking: Bool = true) throws(SystemError) {
        try StreamSocket.setNonBlocking(rawValue, isNonBlocking)
    }

    /// Asks for room for this many bytes in a pipe; the system may refuse.
    public borrowing func setPipeCapacity(_ bytes: Int32) throws(SystemError) {
        try checked(weld_set_pipe_capacity(rawValue, bytes), "size pipe")
    }
}

// MARK: - Bytes

extension OwnedDescriptor {
    /// Reads once; 0 is the end, nil means that a non-blocking descriptor has nothing yet.
    @inlinable
    public borrowing func read(
        into buffer: UnsafeMutableRawBufferPointer
    ) throws(SystemError) -> Int? {
        unsafe try checkedOrAgain(weld_read(rawValue, buffer.baseAddress, buffer.count), "read")
    }

    /// Writes once and returns how much was taken; nil means that it would have blocked.
    ///
    /// On a pipe this raises SIGPIPE when no reader is left: whoever writes to pipes calls
    /// ``Signals/ignore(_:)`` first.
    @inlinable
    public borrowing func write(
        _ bytes: UnsafeRawBufferPointer
    ) throws(SystemError) -> Int? {
        unsafe try checkedOrAgain(weld_write(rawValue, bytes.baseAddress, bytes.count), "write")
    }

    /// Writes at an offset without moving the file's position; returns how much was taken.
    public borrowing func write(
        _ bytes: UnsafeRawBufferPointer, at offset: Int
    ) throws(SystemError) -> Int {
        let start = UInt64(offset)
        return unsafe try checked(
            weld_write_at(rawValue, bytes.baseAddress, bytes.count, start), "pwrite")
    }

    /// Reads at an offset without moving the file's position; 0 is the end.
    public borrowing func read(
        into buffer: UnsafeMutableRawBufferPointer, at offset: Int
    ) throws(SystemError) -> Int {
        let start = UInt64(offset)
        return unsafe try checked(
            weld_read_at(rawValue, buffer.baseAddress, buffer.count, start), "pread")
    }
}

// MARK: - Several

/// Owns any number of descriptors in order; those not taken out are closed with it.
///
/// What arrives in a control message goes straight in here, so that no error path can forget one
/// (lessons.md#row-19).
public struct DescriptorList: ~Copyable, Sendable {
    // Numbers and not OwnedDescriptors: an array cannot hold non-copyable elements. An empty array
    // allocates nothing, which keeps frames without descriptors free of allocations.
    @usableFromInline var numbers: [Int32] = []

    /// Makes an empty list.
    public init() {}

    deinit {
        for number in numbers { _ = weld_close(number) }
    }

    /// How many descriptors the list owns.
    @inlinable public var count: Int { numbers.count }

    /// Whether the list owns none.
    @inlinable public var isEmpty: Bool { numbers.isEmpty }

    /// The number at a position, lent: the list still owns it.
    public subscript(index: Int) -> Int32 { numbers[index] }

    /// All numbers in order, lent: the list still owns them.
    public var borrowedNumbers: [Int32] { numbers }

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
        for number in numbers { _ = weld_close(number) }
        numbers.removeAll()
    }
}
