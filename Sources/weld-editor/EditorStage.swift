import WeldContract
import WeldPlatform
import WeldStub
import WeldTransport
import WeldViewport
import WeldWire

/// What stands before a runtime is started: orphans swept, region made, socket listening, program
/// found.
struct EditorStage: ~Copyable {
    let region: EditorRegion
    let launcher: RuntimeLauncher
    private let listener: Listener

    /// Sets the stage in the order of platform.md#life.
    init(_ services: EditorServices) throws(StartFailure) {
        let settings = services.settings
        let path = try Self.socketPath(settings)
        for orphan in OrphanSweep.run(
            socketDirectory: Self.directory(of: path), sabotages: settings.sabotages)
        {
            services.events.emit(.swept(path: orphan))
            services.log("removed \(orphan) of a dead editor")
        }
        let launcher = try RuntimeLauncher(settings, socketPath: path)
        try Self.checkRoom(settings)
        let region = try EditorRegion(settings)
        let listener = try Self.listen(at: path, orUndo: region)
        self.launcher = launcher
        self.region = region
        self.listener = listener
        services.events.emit(.listening(path: path))
    }

    /// Gives the listener away.
    consuming func takeListener() -> Listener { listener }

    /// Looks for the address space of a whole life before there is anything to leave behind: where it
    /// runs out later, an allocation ends the process at once (platform.md#exhaustion).
    private static func checkRoom(_ settings: EditorSettings) throws(StartFailure) {
        // The region, and a copy of a picture.
        let pictures = 4 * 4 * Int(settings.size.width) * Int(settings.size.height)
        do throws(SystemError) {
            try ProcessEnvironment.checkRoom(bytes: pictures + 8 * 1_048_576, threads: 3)
        } catch {
            throw StartFailure(code: .region, sentence: "cannot make the region: \(error)")
        }
    }

    private static func socketPath(_ settings: EditorSettings) throws(StartFailure) -> String {
        if let path = settings.socketPath { return path }
        do throws(TransportError) {
            return try Endpoint.socketPath(
                baseName: Endpoint.baseName(editorPID: ProcessEnvironment.pid))
        } catch {
            throw StartFailure(code: .connection, sentence: "cannot listen: \(error)")
        }
    }

    private static func listen(
        at path: String, orUndo region: EditorRegion
    ) throws(StartFailure) -> Listener {
        do throws(TransportError) {
            return try Listener(path: path)
        } catch {
            region.removeName()
            throw StartFailure(code: .connection, sentence: "cannot listen: \(error)")
        }
    }

    private static func directory(of path: String) -> String {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        return parts.isEmpty ? "." : parts.joined(separator: "/")
    }
}

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
            } else if settings.sabotages.has(.unsealedRegion) {
                memory = try Self.unsealed(layout.regionSize)
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

    /// Memory without seals: one with a name, which it loses at once.
    private static func unsealed(_ size: Int) throws(SystemError) -> MemoryObject {
        guard let name = SharedMemoryName(role: "unsealed", ownerPID: ProcessEnvironment.pid) else {
            throw SystemError(kind: .invalid, operation: "name a region")
        }
        let memory = try MemoryObject.create(named: name, size: size)
        try MemoryObject.unlink(name)
        return memory
    }

    private static func version(_ settings: EditorSettings) -> ViewportProtocol {
        if settings.sabotages.has(.twoSlotAdversary) { return .twoSlot }
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

    /// Removes the name, if there is one and it is still the region's.
    func removeName() {
        guard let name, let facts = try? DescriptorFacts.of(region.descriptor) else { return }
        try? MemoryObject.unlink(name, ifStill: facts)
    }
}

/// What every part of the editor uses: settings, events, log, holds.
struct EditorServices: Sendable {
    let settings: EditorSettings
    let events: EventWriter
    let hold: HoldPoint<EditorPhase>
    let faults: WireFaults
    let log = Log(program: "weld-editor")
}

/// Why an editor cannot begin: the code that it ends with, and one sentence.
struct StartFailure: Error, Sendable {
    let code: ExitCode
    let sentence: String
}

/// Starts runtimes for this editor.
struct RuntimeLauncher: Sendable {
    private let path: String
    private let socketPath: String
    private let settings: EditorSettings

    /// Finds the runtime's program: as told, or beside the editor's own.
    init(_ settings: EditorSettings, socketPath: String) throws(StartFailure) {
        self.settings = settings
        self.socketPath = socketPath
        if let told = settings.runtimePath {
            path = told
            return
        }
        do throws(SystemError) {
            path = try Self.beside(ProcessEnvironment.executablePath())
        } catch {
            throw StartFailure(code: .connection, sentence: error.description)
        }
    }

    /// Starts a runtime; the first one gets all `--runtime-arg`s, a later one not the hold.
    ///
    /// - Parameter errorStream: Its standard error; the editor's own unless given.
    func launch(
        isFirst: Bool, handlesLab: Bool = false, reconnects: Bool = false,
        regionName: SharedMemoryName?, errorStream: RawDescriptor? = nil
    ) throws(SystemError) -> ChildProcess {
        var arguments = [
            "--socket", socketPath, "--editor-pid", String(ProcessEnvironment.pid),
        ]
        var inherited: [InheritedDescriptor] = []
        if let events = settings.eventsDescriptor {
            arguments += ["--events-fd", "3"]
            inherited.append(InheritedDescriptor(events, as: 3))
        }
        if let errorStream { inherited.append(InheritedDescriptor(errorStream, as: 2)) }
        if let regionName { arguments += ["--shm", regionName.text] }
        if reconnects { arguments.append("--reconnect") }
        if handlesLab { arguments.append("--handles-lab") }
        arguments +=
            isFirst
            ? settings.runtimeArguments : Self.withoutHold(settings.runtimeArguments)
        return try ChildProcess.spawn(path: path, arguments: arguments, inheriting: inherited)
    }

    /// Leaves `--hold-at PHASE` out: a replacement must not wait where the first one waited.
    static func withoutHold(_ arguments: [String]) -> [String] {
        var kept: [String] = []
        var isValue = false
        for argument in arguments {
            if isValue {
                isValue = false
            } else if argument == "--hold-at" {
                isValue = true
            } else if !argument.hasPrefix("--hold-at=") {
                kept.append(argument)
            }
        }
        return kept
    }

    private static func beside(_ executable: String) -> String {
        let directory = executable.split(separator: "/", omittingEmptySubsequences: false)
            .dropLast().joined(separator: "/")
        return directory + "/weld-runtime"
    }
}
