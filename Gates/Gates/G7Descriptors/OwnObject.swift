internal import GateHost
internal import WeldContract

/// An object of the judge's whose descriptor a runtime gets, and the end by which the judge looks
/// at it afterwards.
///
/// What has an offset is larger than what the runtime is to write and stands in the middle, so that
/// a byte too many, a byte elsewhere and an offset of the receiver's own are seen.
final class OwnObject {
    /// What it is.
    let kind: LabKind
    /// The facts of what is sent, by the judge's own fstat.
    let facts: DescriptorFacts
    /// Where the kept end is read and written next, and how, before it was sent.
    private let before: OpenFileState
    private var sent: OwnedDescriptor?
    private let kept: OwnedDescriptor
    private let path: String?

    private static let size = 128
    private static let start: Int64 = 16
    private static let filling: UInt8 = 0xEE

    /// Makes an object; a regular file gets `path`, which must not exist.
    init(_ kind: LabKind, path: String) throws {
        self.kind = kind
        self.path = kind == .regular ? path : nil
        let ends = try Self.make(kind, path: path)
        sent = try ends.sent.duplicate()
        kept = try ends.kept.duplicate()
        facts = try DescriptorFacts.of(ends.sent.rawValue)
        if kind == .memfd || kind == .regular {
            try kept.put([UInt8](repeating: Self.filling, count: Self.size), at: 0)
            try kept.seek(to: Self.start)
        }
        before = try OpenFileState.of(kept.rawValue)
    }

    deinit {
        if let path { try? RegularFile.remove(path) }
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

    /// How many bytes of a payload it takes.
    var capacity: Int { kind == .eventfd ? 8 : 64 }

    /// Whether exactly the payload was written, at the right place, and nothing else.
    func holds(_ payload: [UInt8]) throws -> Bool {
        let expected = Array(payload.prefix(capacity))
        switch kind {
        case .memfd, .regular:
            let start = Int(Self.start)
            var whole = [UInt8](repeating: Self.filling, count: Self.size)
            whole.replaceSubrange(start..<start + expected.count, with: expected)
            return try kept.bytes(2 * Self.size, at: 0) == whole
        case .eventfd, .pipe, .socket: return try kept.available(2 * Self.size) == expected
        }
    }

    /// Whether the open file stands where such a write leaves it, with the flags that it had: the
    /// receiver got this very file, and left it as it was.
    func isUntouched() throws -> Bool {
        let now = try OpenFileState.of(kept.rawValue)
        let moved = kind == .memfd || kind == .regular ? Int64(capacity) : 0
        return now.flags == before.flags && now.offset == before.offset + moved
    }

    /// Whether the kept end of a pipe or socket reports that no other is left; nil for what has no
    /// other end.
    func reportsEnd(by deadline: Deadline) throws -> Bool? {
        guard kind == .pipe || kind == .socket else { return nil }
        while true {
            let found = try Poll.wait(kept.rawValue, for: .readable, until: deadline)
            if found.isEmpty { return false }
            // What is still unread was judged before.
            if try kept.available(2 * Self.size).isEmpty { return true }
        }
    }

    /// Both ends of a new object.
    private struct Ends: ~Copyable {
        let sent: OwnedDescriptor
        let kept: OwnedDescriptor
    }

    private static func make(_ kind: LabKind, path: String) throws(SystemError) -> Ends {
        switch kind {
        case .memfd: try twice(try MemoryObject.sealed(label: "weld-own", size: size).descriptor)
        case .regular: try twice(try RegularFile.create(path))
        case .eventfd: try twice(try EventCounter().descriptor)
        case .pipe: try ends(of: try PipeEnds())
        case .socket: try ends(of: try SocketPair())
        }
    }

    private static func ends(of pipe: borrowing PipeEnds) throws(SystemError) -> Ends {
        Ends(sent: try pipe.writeEnd.duplicate(), kept: try pipe.readEnd.duplicate())
    }

    private static func ends(of pair: borrowing SocketPair) throws(SystemError) -> Ends {
        Ends(sent: try pair.first.duplicate(), kept: try pair.second.duplicate())
    }

    private static func twice(_ owner: borrowing OwnedDescriptor) throws(SystemError) -> Ends {
        Ends(sent: try owner.duplicate(), kept: try owner.duplicate())
    }
}
