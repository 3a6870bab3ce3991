internal import GateHost
internal import WeldPlatform
internal import WeldViewport

/// A region of two slots that a runtime attaches by its name, as the milestone's does: what a judge in
/// the editor's place gives one that knows no other way (viewport.md#two-slots).
///
/// The name goes with this value.
final class NamedRegion {
    private let name: SharedMemoryName
    private let memory: GateHost.OwnedDescriptor

    /// Where the number of published pictures lies.
    private static let counter: Int64 = 40

    /// Makes one of the standard size.
    init() throws {
        guard
            let name = SharedMemoryName(
                role: "judged", ownerPID: GateHost.ProcessEnvironment.pid)
        else { preconditionFailure("the name is short") }
        self.name = name
        let layout = ViewportLayout(.twoSlot, size: .standard)
        let region = try ViewportRegion(
            creating: layout, in: .create(named: name, size: layout.regionSize))
        memory = try .duplicating(region.descriptor.rawValue)
    }

    deinit { try? MemoryObject.unlink(name) }

    /// What tells a runtime of it.
    var arguments: [String] { ["--shm", name.text] }

    /// How many pictures were published; nil where the memory cannot be read.
    var pictures: UInt64? {
        guard let bytes = try? memory.bytes(8, at: Self.counter), bytes.count == 8 else {
            return nil
        }
        return bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Waits until so many pictures were published; false where they are not in time.
    func draws(_ count: UInt64, within limit: Duration) -> Bool {
        let deadline = GateHost.Deadline.after(limit)
        while pictures ?? 0 < count {
            if deadline.hasPassed { return false }
            Pause.wait(.milliseconds(2))
        }
        return true
    }
}
