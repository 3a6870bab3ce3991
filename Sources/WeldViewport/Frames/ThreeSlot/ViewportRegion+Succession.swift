extension ViewportRegion {
    /// Prepares a region for its next writer, after the last one is certainly dead: gives it the
    /// third slot and the number `epoch` (viewport.md#crash-rules).
    ///
    /// Reader's slot and mailbox are known, so the third slot was the dead writer's, wherever in
    /// its work it died: the mailbox alone says whether its last exchange happened. The reader may
    /// go on meanwhile, on a thread of its own process. A mailbox that the dead writer left with
    /// nonsense is made anew; what it published last is lost then. Two slots need
    /// no such thing and have no place for an epoch.
    public func succeedWriter(as epoch: UInt32) {
        guard layout.version == .threeSlot else { return }
        let (mailbox, reader) = settledSlots()
        let writer: UInt32
        if ThreeSlot.isSlot(mailbox), mailbox != reader {
            writer = 3 - mailbox - reader
        } else {
            // The reader refuses such a word and cannot be in the middle of exchanging it.
            writer = (reader + 1) % 3
            let other = (reader + 2) % 3
            let word = MailboxWord(slot: other, isNew: false, generation: 0)
            store32(word.rawValue, at: ThreeSlot.mailbox)
        }
        store32(writer, at: ThreeSlot.writerMirror)
        store32(epoch, at: ThreeSlot.epoch)
    }

    /// Which writer the region has or awaits, counted from 1; 0 in two slots, which do not say.
    public var epoch: UInt32 {
        layout.version == .threeSlot ? load32(ThreeSlot.epoch) : 0
    }

    /// Mailbox and reader's slot of one moment.
    ///
    /// Without a writer the reader exchanges at most once
    /// more, so that two equal looks at its slot frame the mailbox.
    private func settledSlots() -> (mailbox: UInt32, reader: UInt32) {
        while true {
            guard let reader = readerSlot.settled else { continue }
            let mailbox = MailboxWord(rawValue: load32(ThreeSlot.mailbox)).slot
            if readerSlot.settled == reader { return (mailbox, reader) }
        }
    }
}
