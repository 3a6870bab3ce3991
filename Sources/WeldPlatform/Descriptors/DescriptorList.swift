internal import Glibc

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
        for number in numbers { _ = close(number) }
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
        for number in numbers { _ = close(number) }
        numbers.removeAll()
    }
}
