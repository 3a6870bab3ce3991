import WeldContract
import WeldPlatform
import WeldStub
import WeldTransport

/// What a dead editor leaves behind, removed by its runtime.
///
/// The editor is watched from the start, so that a recycled pid is never mistaken for it. Only what
/// bears the editor's pid in its exact form is touched, and of sockets the very one that stood there
/// when the runtime started (platform.md#life).
struct EditorRemains: ~Copyable {
    private let settings: RuntimeSettings
    private let watch: ProcessWatch?
    /// What stood at the socket's path at the start; another's may take its place.
    private let socket: DescriptorFacts?

    /// Begins to watch the editor; one that cannot be found is dead, one that cannot be watched may
    /// live.
    init(_ settings: RuntimeSettings) {
        self.settings = settings
        watch = try? ProcessWatch(pid: settings.editorPID)
        socket = (try? DescriptorFacts.at(settings.socketPath)) ?? nil
    }

    /// Removes socket and shared memory of the editor if it is dead, and returns their names.
    ///
    /// The end of the stream comes before the process's end, so it is waited for up to 50 ms.
    func removeIfDead() -> [String] {
        guard editorDies(by: .after(.milliseconds(50))) else { return [] }
        var removed: [String] = []
        if removeSocket() { removed.append(settings.socketPath) }
        if let name = settings.regionName, name.ownerPID == settings.editorPID,
            (try? MemoryObject.unlinkUnowned(name)) != nil
        {
            removed.append(name.text)
        }
        return removed
    }

    /// Whether the editor is dead now.
    var isEditorDead: Bool { editorDies(by: .immediately) }

    /// Waits for the editor's end and returns whether it came.
    func editorDies(by deadline: Deadline) -> Bool {
        switch watch {
        case .some(let watch): watch.surelyEnds(by: deadline)
        case .none: ProcessIdentity.isGone(pid: settings.editorPID)
        }
    }

    private func removeSocket() -> Bool {
        let path = settings.socketPath
        let name = path.split(separator: "/").last.map(String.init) ?? ""
        guard Endpoint.editorPID(ofSocketNamed: name) == settings.editorPID,
            let facts = try? DescriptorFacts.at(path), facts.kind == .socket,
            facts.owner == ProcessEnvironment.userID,
            settings.sabotages.has(.unlinkAny)
                || (socket.map { facts.isSame(as: $0) } ?? false)
        else { return false }
        return (try? StreamSocket.remove(path, ifStill: facts)) != nil
    }
}

extension ProcessWatch {
    /// Waits for the end and returns whether it came; where the system cannot look just now, it is
    /// asked again until the deadline.
    fileprivate borrowing func surelyEnds(by deadline: Deadline) -> Bool {
        while true {
            if let hasEnded = try? hasEnded(by: deadline) { return hasEnded }
            if deadline.hasPassed { return false }
        }
    }
}

/// The sabotages of a runtime whose editor is gone (gates.md#g5).
enum EndFault {
    /// Happens on the reading thread, when it has seen the end and told nobody.
    static func act(_ sabotages: Sabotages) {
        if let slow = sabotages[.slowEndOfStream] {
            FaultPause.wait(nanoseconds: slow.nanoseconds)
        }
        if sabotages.has(.ignoreEndOfStream) { FaultPause.wait(until: .never) }
    }

    /// Happens last.
    static func end(_ sabotages: Sabotages) {
        if let slow = sabotages[.slowEnd] { FaultPause.wait(nanoseconds: slow.nanoseconds) }
        if sabotages.has(.exitCodeOneOnEnd) { ProcessEnvironment.exitNow(1) }
    }
}
