import WeldContract

// What a process would have reported, for the tests of pure transcripts.
extension EventRecord {
    static func editor(
        _ time: UInt64, _ event: Event, pid: Int32 = 1, number: UInt64 = 1
    ) -> EventRecord {
        EventRecord(event, number: number, time: time, pid: pid, role: .editor)
    }

    static func runtime(_ time: UInt64, _ event: Event, pid: Int32 = 6) -> EventRecord {
        EventRecord(event, time: time, pid: pid, role: .runtime)
    }

    /// A capture; what it shows is a whole picture unless told otherwise.
    static func composited(
        _ frame: UInt32?, shown: UInt64, torn: Bool = false, wrong: Int? = nil
    ) -> EventRecord {
        EventRecord(
            .observer(
                .composited(
                    capture: 1, shownNanoseconds: shown, frame: frame, torn: torn, unreadable: 0,
                    foreign: 0, backwards: false, pixelRows: wrong == nil ? nil : 90,
                    wrongPixels: wrong)),
            time: shown, pid: 9, role: .observer)
    }
}

extension Event {
    static func read(_ id: UInt64, torn: Bool = false, epoch: UInt32 = 1) -> Event {
        .frameRead(
            id: id, witness: id, ageNanoseconds: nil, marks: torn ? .torn : .whole, epoch: epoch)
    }

    static func unmarked(_ id: UInt64, epoch: UInt32) -> Event {
        .frameRead(id: id, witness: 0, ageNanoseconds: nil, marks: .unmarked, epoch: epoch)
    }

    static func published(_ id: UInt64, done: UInt64 = 0) -> Event {
        .framePublished(id: id, doneNanoseconds: done, epoch: 1)
    }

    static func presented(
        _ id: UInt64, age: UInt64? = nil, torn: Bool = false, slot: Int? = nil
    ) -> Event {
        .window(
            .framePresented(
                id: id, witness: id, ageNanoseconds: age, marks: torn ? .torn : .whole, epoch: 1,
                readBackSlot: slot))
    }

    static func display(
        upload: String = "import", blit: String = "copy",
        format: String = "B8G8R8A8_UNORM/SRGB_NONLINEAR", validation: String? = nil
    ) -> Event {
        .window(
            .display(
                WindowDisplay(
                    driver: "driver", device: "device", api: "1.3.0", validation: validation,
                    presentMode: "mailbox", upload: upload, blit: blit, format: format, images: 3,
                    hasFeedback: true)))
    }

    static let peerGone = Event.peerGone(how: PeerAnswer.endOfStream.rawValue, detail: "")
    static let connected = Event.connected(connection: 1, peer: 1)
}
