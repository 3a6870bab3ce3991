internal import GateHost
internal import GateWire

/// A region of two slots that a runtime attaches by its name, as the milestone's does: what a judge in
/// the editor's place gives one that knows no other way (viewport.md#two-slots).
///
/// The judge's own bytes. The name goes with this value.
final class NamedRegion {
    private let name: String
    private let memory: OwnedDescriptor

    /// Where the number of published pictures lies.
    private static let counter: Int64 = 40
    /// Two pictures of 1280x720 after 128 bytes.
    private static let size = 7_372_928

    /// Makes one of the standard size.
    init() throws(SystemError) {
        name = "weld-shm-judged-\(ProcessEnvironment.pid)"
        memory = try RegularFile.create("/dev/shm/\(name)")
        try memory.put(Self.header, at: 0)
        try memory.put([0], at: Int64(Self.size) - 1)
    }

    /// Magic, version, padding, width, height, format and the number of slots; all else is 0.
    private static var header: [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(littleEndian: 0x5756_5057 as UInt32)
        bytes.append(littleEndian: 1 as UInt32)
        for word in [1280, 720, 0, 2] as [UInt32] { bytes.append(littleEndian: word) }
        return bytes
    }

    deinit { try? RegularFile.remove("/dev/shm/\(name)") }

    /// What tells a runtime of it.
    var arguments: [String] { ["--shm", "/\(name)"] }

    /// How many pictures were published; nil where the memory cannot be read.
    var pictures: UInt64? {
        guard let bytes = try? memory.bytes(8, at: Self.counter), bytes.count == 8 else {
            return nil
        }
        return bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Waits until so many pictures were published; false where they are not in time.
    func draws(_ count: UInt64, within limit: Duration) -> Bool {
        let deadline = Deadline.after(limit)
        while pictures ?? 0 < count {
            if deadline.hasPassed { return false }
            Pause.wait(.milliseconds(2))
        }
        return true
    }
}
