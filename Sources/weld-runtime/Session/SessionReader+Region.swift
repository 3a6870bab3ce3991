import WeldContract
import WeldPlatform
import WeldStub
import WeldTransport
import WeldViewport
import WeldWire

extension SessionReader {
    /// Takes the region that was handed over; bad contents end the runtime with 13
    /// (wire-protocol.md#messages).
    mutating func takeOver(_ received: consuming Received) throws(SessionFailure) {
        let handoff = receiver.body(as: ShmRegionsHandoff.self)
        guard ShmRegionsHandoff.legalCounts.contains(handoff.regionCount) else {
            throw bad("the hand-over announces \(handoff.regionCount) regions")
        }
        var memory: MemoryObject?
        for index in 0..<Int(handoff.regionCount) {
            let announced = handoff.regions[index]
            let name = FixedText.decode(announced.logicalName)
            guard name == ShmRegionDescriptor.viewportName, memory == nil else {
                throw bad("the hand-over names an unknown or repeated region '\(name)'")
            }
            guard let size = Int(exactly: announced.size),
                let descriptor = received.handles.takeFirst()
            else { throw bad("the hand-over's region '\(name)' has no descriptor or no size") }
            memory = try adopt(descriptor, size: size)
        }
        guard let memory else { throw bad("the hand-over brings no viewport") }
        try use(memory)
    }

    /// Attaches the region by its name where `--shm` asked for it.
    mutating func attachByName() throws(SessionFailure) {
        guard let name = services.settings.regionName else { return }
        let memory: MemoryObject
        do throws(SystemError) {
            memory = try MemoryObject.attach(named: name)
        } catch {
            throw bad(error.description)
        }
        try use(memory)
    }

    private func adopt(
        _ descriptor: consuming OwnedDescriptor, size: Int
    ) throws(SessionFailure) -> MemoryObject {
        do throws(SystemError) {
            return try MemoryObject(adopting: descriptor, expectedSize: size)
        } catch {
            throw bad(error.description)
        }
    }

    private mutating func use(_ memory: consuming MemoryObject) throws(SessionFailure) {
        if services.settings.handlesLab {
            HandlesLab(services: services).tryToTruncate(memory)
        }
        let region: ViewportRegion
        let writer: ViewportWriter
        do throws(SystemError) {
            // What a session allocates besides must still find its place with the region mapped.
            let (bytes, overflow) = memory.size.addingReportingOverflow(Self.spareBytes)
            try ProcessEnvironment.checkRoom(bytes: overflow ? .max : bytes, threads: 0)
        } catch {
            throw bad("\(error)")
        }
        do throws(ViewportError) {
            region = try ViewportRegion(attaching: memory, wanted: wantedSize)
            writer = try ViewportWriter(region)
        } catch {
            throw bad(error.description)
        }
        announce(region)
        echo.drawingBegan()
        queue.append(.region(region, writer))
    }

    /// Address space that a runtime keeps for what it allocates besides the region, in bytes.
    static let spareBytes = 8 * 1_048_576

    /// The size that `--size` asks for; the command line takes no other than legal ones.
    private var wantedSize: PictureSize? {
        services.settings.size.flatMap { PictureSize(width: Int($0.width), height: Int($0.height)) }
    }

    private func announce(_ region: ViewportRegion) {
        let facts = try? DescriptorFacts.of(region.descriptor)
        services.events.emit(
            .handover(
                name: ShmRegionDescriptor.viewportName, size: region.byteCount,
                device: facts?.device ?? 0, inode: facts?.inode ?? 0))
        services.events.emit(.ready(epoch: region.epoch))
    }

    private func bad(_ reason: String) -> SessionFailure { .end(.region(reason)) }
}
