internal import WeldContract

/// A descriptor as the runtime reports it.
struct ReceivedHandle: Equatable {
    let sequence: UInt32
    let index: Int
    let kind: String
    let object: ObjectIdentity
    let closesOnExec: Bool
    let written: Int

    /// Reads an event; nil for any other.
    init?(_ record: EventRecord) {
        guard case .lab(let event) = record.event else { return nil }
        self.init(event)
    }

    /// Reads an event of the lab; nil for any other.
    init?(_ event: LabEvent) {
        guard
            case .received(
                let sequence, let index, let kind, let device, let inode, let cloexec,
                let written) = event
        else { return nil }
        self.sequence = sequence
        self.index = index
        self.kind = kind
        object = ObjectIdentity(device: device, inode: inode)
        closesOnExec = cloexec
        self.written = written
    }
}
