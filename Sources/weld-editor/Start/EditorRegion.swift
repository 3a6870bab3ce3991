import WeldContract
import WeldPlatform
import WeldStub
import WeldViewport
import WeldWire

/// The editor's region: made once, handed to every runtime, gone with the editor.
final class EditorRegion: Sendable {
    let region: ViewportRegion
    /// The region's name, where it travels by name.
    let name: SharedMemoryName?

    /// Makes the region that the settings ask for.
    init(_ settings: EditorSettings) throws(StartFailure) {
        guard
            let size = PictureSize(
                width: Int(settings.size.width), height: Int(settings.size.height))
        else { throw StartFailure(code: .region, sentence: "no such size of picture") }
        let layout = ViewportLayout(Self.version(settings), size: size)
        name =
            settings.attachment == .name
            ? SharedMemoryName(role: "viewport", ownerPID: ProcessEnvironment.pid) : nil
        let memory: MemoryObject
        do throws(SystemError) {
            if let name {
                memory = try MemoryObject.create(named: name, size: layout.regionSize)
            } else {
                memory = try MemoryObject.sealed(label: "weld-viewport", size: layout.regionSize)
            }
        } catch {
            throw StartFailure(code: .region, sentence: "cannot make the region: \(error)")
        }
        do throws(ViewportError) {
            region = try ViewportRegion(creating: layout, in: memory)
        } catch {
            if let name { try? MemoryObject.unlink(name) }
            throw StartFailure(code: .region, sentence: "cannot make the region: \(error)")
        }
    }

    private static func version(_ settings: EditorSettings) -> ViewportProtocol {
        if settings.sabotage == .twoSlotAdversary { return .twoSlot }
        return switch settings.viewport {
        case .twoSlot: .twoSlot
        case .threeSlot: .threeSlot
        }
    }

    /// Whether the region travels as a descriptor.
    var isHandedOver: Bool { name == nil }

    /// What ShmRegionsHandoff says about it.
    var announcement: ShmRegionDescriptor {
        ShmRegionDescriptor(
            logicalName: ShmRegionDescriptor.viewportName, size: UInt64(region.byteCount))
    }

    /// The event that reports the hand-over.
    var handoverEvent: Event {
        let facts = try? DescriptorFacts.of(region.descriptor)
        return .handover(
            name: ShmRegionDescriptor.viewportName, size: region.byteCount,
            device: facts?.device ?? 0, inode: facts?.inode ?? 0)
    }

    /// Removes the name, if there is one.
    func removeName() {
        if let name { try? MemoryObject.unlink(name) }
    }
}
