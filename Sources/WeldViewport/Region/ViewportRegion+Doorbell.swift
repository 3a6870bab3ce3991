// Unsafe code: the bell hangs at a word of the mapping, which the region keeps alive.

internal import WeldPlatform

/// The doorbell: a futex at the word that the writer changes with every picture anyway, so that the
/// region's layout knows nothing of it and a peer without one is merely seen later.
extension ViewportRegion {
    /// Wakes whoever waits for a picture of this region, in this process or another.
    ///
    /// The writer's publication does it; so does who wants a waiting reader to look at something
    /// else, such as its own end. A ring is not kept: a reader that is about to wait misses it and
    /// looks at its deadline.
    public func ring() { bell.ring() }

    /// The word that the bell hangs at, as it is now.
    var bellWord: UInt32 { load32(bellOffset) }

    /// Waits while the word has a value; nil where the system has no such wait.
    func awaitBell(while word: UInt32, until deadline: Deadline) -> SharedWordBell.Waking? {
        try? bell.wait(while: word, until: deadline)
    }

    private var bell: SharedWordBell {
        unsafe SharedWordBell(at: address(of: bellOffset, count: 4))
    }

    /// The mailbox; in two slots the low half of the counter of frames (little-endian).
    private var bellOffset: Int {
        switch layout.version {
        case .twoSlot: TwoSlot.frameID
        case .threeSlot: ThreeSlot.mailbox
        }
    }
}
