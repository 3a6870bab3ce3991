internal import Synchronization

/// Whose pictures the region's owner takes: of the one writer that it gave the region to.
///
/// It stands in this process's own memory. A writer that was given up may still run and hold the
/// region, and can write any word and any record of it (viewport.md#crash-rules).
final class WriterInCharge: Sendable {
    private static let nobody: UInt64 = 0
    private static let whoeverIsNamed = UInt64.max

    private let epoch = Atomic<UInt64>(WriterInCharge.whoeverIsNamed)

    /// Puts a writer in charge, by the number that it was given.
    func appoint(_ number: UInt32) { epoch.store(UInt64(number), ordering: .releasing) }

    /// Puts nobody in charge.
    func dismiss() { epoch.store(Self.nobody, ordering: .releasing) }

    /// Whether anybody's pictures are taken.
    var isAnybody: Bool { epoch.load(ordering: .acquiring) != Self.nobody }

    /// Whether a picture of a writer is taken.
    ///
    /// Who only attached to a region knows no more than the word in it, `named`.
    func admits(_ number: UInt32, named: UInt32) -> Bool {
        switch epoch.load(ordering: .acquiring) {
        case Self.nobody: false
        case Self.whoeverIsNamed: number == named
        case let appointed: UInt64(number) == appointed
        }
    }
}

extension ViewportRegion {
    /// Takes no picture any more until another writer is given the region: the one that has it is
    /// given up, whether it still runs or not.
    public func dismissWriter() { writerInCharge.dismiss() }
}
