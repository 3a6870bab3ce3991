/// The mailbox of the three-slot protocol: which slot lies in it, and whether its picture was
/// taken out before.
struct MailboxWord: Equatable, Sendable {
    /// Bits 0 and 1 the slot, bit 2 NEW, the rest the generation.
    let rawValue: UInt32

    /// Takes a word as the peer left it: its slot may be 3, which is none.
    init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// Makes a word; of the generation the low 29 bits are kept.
    init(slot: UInt32, isNew: Bool, generation: UInt32) {
        rawValue = generation << 3 | (isNew ? 4 : 0) | slot & 3
    }

    var slot: UInt32 { rawValue & 3 }
    var isNew: Bool { rawValue & 4 != 0 }
    /// Counts the publications of a writer; nothing is decided by it.
    var generation: UInt32 { rawValue >> 3 }
}
