internal import Synchronization

/// The reader's slot where its process can see it and the peer cannot touch it, and how often it is
/// lent.
///
/// Between the announcement of an exchange and its end the slot is unsettled; whoever settles the
/// succession of a writer on another thread looks again then.
final class ReaderSlot: Sendable {
    private static let unsettled: UInt32 = 4
    private let word = Atomic<UInt32>(ThreeSlot.firstReaderSlot)
    private let leases = Atomic<Int>(0)

    /// The slot; nil in the middle of an exchange.
    var settled: UInt32? {
        let value = word.load(ordering: .acquiring)
        return value < Self.unsettled ? value : nil
    }

    /// Announces an exchange; being one that releases, it makes this visible before itself.
    func beginExchange() { word.store(Self.unsettled, ordering: .relaxed) }

    /// Ends an exchange, or begins with a slot.
    func settle(_ slot: UInt32) { word.store(slot, ordering: .releasing) }

    /// Whether anybody still reads the slot; when not, all their reads are over.
    var isLent: Bool { leases.load(ordering: .acquiring) > 0 }

    /// Lends the slot once more.
    func lend() { leases.wrappingAdd(1, ordering: .relaxed) }

    /// One of those to whom it was lent has read.
    func takeBack() { leases.wrappingSubtract(1, ordering: .releasing) }
}
