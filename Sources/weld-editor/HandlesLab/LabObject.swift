// Unsafe code: what comes back is read into a buffer by address.

import WeldContract
import WeldPlatform

/// An object that is passed, and the end by which the editor looks at it afterwards.
final class LabObject {
    let kind: LabKind
    /// Device and inode of what is sent.
    let facts: DescriptorFacts
    private var passed: OwnedDescriptor?
    private var kept: OwnedDescriptor?
    private let path: String?

    /// Makes an object; a regular file gets `path`.
    init(_ kind: LabKind, path: String? = nil) throws(SystemError) {
        self.kind = kind
        self.path = kind == .regular ? path : nil
        let ends = try Self.make(kind, path: path)
        facts = try DescriptorFacts.of(ends.passed.rawValue)
        passed = try ends.passed.duplicate()
        kept = try ends.kept.duplicate()
    }

    deinit {
        if let path { try? RegularFile.remove(path) }
    }

    /// The descriptor to send, lent.
    var sentNumber: Int32 {
        switch passed {
        case .some(let passed): passed.rawValue
        case .none: -1
        }
    }

    /// Closes the descriptor that was sent: from now on only the receiver's copy is left.
    func closeSent() {
        passed = nil
    }

    /// How many of the 64 bytes the object can hold.
    var capacity: Int { kind == .eventfd ? 8 : 64 }

    /// Reads what was written into the object; empty when nothing was.
    func readBack() -> [UInt8] {
        switch kept {
        case .some(let kept):
            unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
                let raw = UnsafeMutableRawBufferPointer(buffer)
                count = unsafe read(kept, into: raw)
            }
        case .none: []
        }
    }

    /// Whether the passed pipe has no writer left, so that its read end reports the end.
    ///
    /// Nil for what is no pipe.
    func reportsEnd(by deadline: Deadline) -> Bool? {
        guard kind == .pipe else { return nil }
        switch kept {
        case .some(let kept):
            while !deadline.hasPassed {
                _ = try? Poll.wait(kept.rawValue, for: .readable, until: deadline)
                let bytes = readBack()
                if bytes.isEmpty { return isHungUp(kept) }
            }
            return isHungUp(kept)
        case .none: return nil
        }
    }

    private func isHungUp(_ descriptor: borrowing OwnedDescriptor) -> Bool {
        let found = try? Poll.wait(descriptor.rawValue, for: [], until: .immediately)
        return found?.contains(.hangUp) ?? false
    }

    private func read(
        _ descriptor: borrowing OwnedDescriptor, into buffer: UnsafeMutableRawBufferPointer
    ) -> Int {
        switch kind {
        case .memfd, .regular:
            return unsafe (try? descriptor.read(into: buffer, at: 0)) ?? 0
        case .pipe, .socket, .eventfd:
            let found = try? Poll.wait(
                descriptor.rawValue, for: .readable, until: .after(.milliseconds(500)))
            guard let found, found.contains(.readable) else { return 0 }
            return unsafe (try? descriptor.read(into: buffer)) ?? 0
        }
    }

    /// Both ends of a new object.
    private struct Ends: ~Copyable {
        let passed: OwnedDescriptor
        let kept: OwnedDescriptor
    }

    private static func make(_ kind: LabKind, path: String?) throws(SystemError) -> Ends {
        switch kind {
        case .memfd:
            let memory = try MemoryObject.sealed(label: "weld-lab", size: 64)
            return try twice(memory.descriptor)
        case .pipe:
            let pipe = try PipeEnds()
            return Ends(passed: try pipe.writeEnd.duplicate(), kept: try pipe.readEnd.duplicate())
        case .socket:
            let pair = try SocketPair()
            return Ends(passed: try pair.first.duplicate(), kept: try pair.second.duplicate())
        case .eventfd:
            let counter = try EventCounter()
            return try twice(counter.descriptor)
        case .regular:
            return try twice(try RegularFile.create(path ?? ""))
        }
    }

    private static func twice(_ owner: borrowing OwnedDescriptor) throws(SystemError) -> Ends {
        Ends(passed: try owner.duplicate(), kept: try owner.duplicate())
    }
}
