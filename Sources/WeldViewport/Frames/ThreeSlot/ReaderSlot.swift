internal import Synchronization

/// The reader's slot where its process can see it and the peer cannot touch it.
///
/// Between the announcement of an exchange and its end the slot is unsettled; whoever settles the
/// succession of a writer on another thread looks again then.
final class ReaderSlot: Sendable {
    private static let unsettled: UInt32 = 4
    private let word = Atomic<UInt32>(ThreeSlot.firstReaderSlot)

    /// The slot; nil in the middle of an exchange.
    var settled: UInt32? {
        let value = word.load(ordering: .acquiring)
        return value < Self.unsettled ? value : nil
    }

    /// Announces an exchange; being one that releases, it makes this visible before itself.
    func beginExchange() { word.store(Self.unsettled, ordering: .relaxed) }

    /// Ends an exchange, or begins with a slot.
    func settle(_ slot: UInt32) { word.store(slot, ordering: .releasing) }
}
