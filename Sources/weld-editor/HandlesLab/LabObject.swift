// Unsafe code: what comes back is read into a buffer by address.

import WeldContract
import WeldPlatform
import WeldStub

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
        if let path { try? RegularFile.remove(path, ifStill: facts) }
    }

    /// The descriptor to send, lent.
    var sentDescriptor: RawDescriptor? {
        switch passed {
        case .some(let passed): passed.rawValue
        case .none: nil
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

/// The objects that go with one frame, and the random payload that the runtime writes into them.
struct LabParcel {
    /// 64 random bytes.
    let payload: InlineArray<64, UInt8>
    /// Where the first object lies, if it is a file.
    let firstPath: String
    private let objects: [LabObject]

    /// Makes objects; regular files go into the directory.
    init(
        _ kinds: [LabKind], directory: String, payloads: inout PayloadGenerator
    ) throws(LabFailure) {
        firstPath = "\(directory)/weld-lab-\(ProcessEnvironment.pid).data"
        var payload = InlineArray<64, UInt8>(repeating: 0)
        for index in payload.indices { payload[index] = .random(in: 0...255, using: &payloads) }
        self.payload = payload
        var objects: [LabObject] = []
        for kind in kinds {
            let path = firstPath
            objects.append(
                try made { () throws(SystemError) in try LabObject(kind, path: path) })
        }
        self.objects = objects
    }

    /// The descriptors to send, lent.
    var descriptors: [RawDescriptor] { objects.compactMap { $0.sentDescriptor } }

    /// The payload as hexadecimal text.
    var payloadText: String { Self.hex(payload.indices.map { payload[$0] }) }

    /// Closes this side's copies of what was sent.
    func closeSent() {
        for object in objects { object.closeSent() }
    }

    /// Reports what was sent.
    func reportSent(step: Int, sequence: UInt32, to events: EventWriter) {
        for (index, object) in objects.enumerated() {
            events.emit(
                .lab(
                    .sent(
                        step: step, sequence: sequence, index: index, kind: object.kind.rawValue,
                        device: object.facts.device, inode: object.facts.inode)))
        }
    }

    /// Reports what the runtime wrote, beside what it should have written.
    func reportReadBack(step: Int, to events: EventWriter) {
        for (index, object) in objects.enumerated() {
            let expected = payload.indices.prefix(object.capacity).map { payload[$0] }
            events.emit(
                .lab(
                    .readBack(
                        step: step, index: index, kind: object.kind.rawValue,
                        expected: Self.hex(expected), actual: Self.hex(object.readBack()))))
        }
    }

    /// Reports for every pipe whether its other end is gone everywhere, with the same patience for
    /// all together; returns whether all were.
    func reportLiveness(
        step: Int, within patience: Duration, to events: EventWriter
    ) -> Bool {
        let deadline = Deadline.after(patience)
        var allEnded = true
        for (index, object) in objects.enumerated() {
            guard let isEnded = object.reportsEnd(by: deadline) else { continue }
            allEnded = allEnded && isEnded
            events.emit(.lab(.liveness(step: step, index: index, endOfFile: isEnded)))
        }
        return allEnded
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef")
        return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
}
