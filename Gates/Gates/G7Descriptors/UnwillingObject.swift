internal import GateHost

/// An object that takes nothing now, or that is nobody's to write into: what a sender who means no
/// good passes.
///
/// A receiver asks for its type, waits for nothing and leaves it as it was
/// (platform.md#objects-of-the-peer).
final class UnwillingObject {
    /// What there is of them.
    enum Kind: String, CaseIterable {
        /// A terminal, which shows what was written to it.
        case terminal
        /// The device that takes everything.
        case null = "null device"
        case directory
        case fullPipe = "full pipe"
        case fullSocket = "full socket"
        /// One that could block whoever writes to it.
        case counter = "blocking counter"
    }

    /// What it is.
    let kind: Kind
    /// The facts of what is sent, by the judge's own fstat.
    let facts: DescriptorFacts
    private let filled: Int
    private var sent: OwnedDescriptor?
    private let kept: OwnedDescriptor

    /// Makes an object; a directory is `folder`, which exists.
    init(_ kind: Kind, folder: String) throws(SystemError) {
        self.kind = kind
        let ends = try Self.make(kind, folder)
        filled = ends.filled
        sent = try ends.sent.duplicate()
        kept = try ends.kept.duplicate()
        facts = try DescriptorFacts.of(ends.sent.rawValue)
    }

    /// The descriptor to send, lent; nil once it was closed.
    var sentDescriptor: Int32? {
        switch sent {
        case .some(let sent): sent.rawValue
        case .none: nil
        }
    }

    /// Closes this side's copy of what was sent.
    func closeSent() { sent = nil }

    /// Which object it is.
    var identity: ObjectIdentity { ObjectIdentity(device: facts.device, inode: facts.inode) }

    /// Whether nothing was added to what was in it, which is read.
    func isAsItWas() throws(SystemError) -> Bool {
        // Nobody can look into these.
        if kind == .null || kind == .directory { return true }
        var count = 0
        while true {
            let bytes = try kept.available(1 << 16)
            if bytes.isEmpty { return count == filled }
            count += bytes.count
        }
    }

    /// Whether the kept end reports that no other is left, once everything was read; nil for what has no
    /// such end.
    func reportsEnd(by deadline: Deadline) throws(SystemError) -> Bool? {
        guard kind == .fullPipe || kind == .fullSocket else { return nil }
        return try !Poll.wait(kept.rawValue, for: .readable, until: deadline).isEmpty
    }

    /// Both ends of a new object, and how many bytes lie between them.
    private struct Ends: ~Copyable {
        let sent: OwnedDescriptor
        let kept: OwnedDescriptor
        var filled = 0
    }

    private static func make(_ kind: Kind, _ folder: String) throws(SystemError) -> Ends {
        switch kind {
        case .terminal:
            let ends = try TerminalEnds()
            return Ends(sent: try ends.terminal.duplicate(), kept: try ends.readEnd.duplicate())
        case .null: return try twice(try SpecialFile.openNull())
        case .directory:
            guard let directory = PrivateDirectory.open(folder) else {
                throw SystemError(code: 2, operation: "open directory", path: folder)
            }
            return try twice(directory)
        case .fullPipe:
            let pipe = try PipeEnds()
            return Ends(
                sent: try pipe.writeEnd.duplicate(), kept: try pipe.readEnd.duplicate(),
                filled: try pipe.writeEnd.fill())
        case .fullSocket:
            let pair = try SocketPair()
            return Ends(
                sent: try pair.first.duplicate(), kept: try pair.second.duplicate(),
                filled: try pair.first.fill())
        case .counter:
            let counter = try EventCounter()
            try counter.descriptor.setNonBlocking(false)
            return try twice(counter.descriptor)
        }
    }

    private static func twice(_ owner: borrowing OwnedDescriptor) throws(SystemError) -> Ends {
        Ends(sent: try owner.duplicate(), kept: try owner.duplicate())
    }
}
