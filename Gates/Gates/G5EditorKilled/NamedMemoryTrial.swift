internal import Foundation
internal import GateHost
internal import GateKit
internal import WeldContract

/// Named memory that a runtime is told to attach: its user's own is drawn into, another user's is
/// refused although it could be opened (platform.md#shared-memory).
struct NamedMemoryTrial {
    let plan: AttemptPlan
    let recorder: Recorder

    /// Makes both trials; only the superuser can make another user's memory.
    func run() throws {
        try run(owner: nil)
        if ProcessEnvironment.userID == 0 { try run(owner: CompositorDirectory.nobody) }
    }

    private func run(owner: Int?) throws {
        let name = "weld-shm-\(owner == nil ? "own" : "foreign")-\(ProcessEnvironment.pid)"
        let file = "/dev/shm/\(name)"
        defer { try? RegularFile.remove(file) }
        let region = try MadeRegion(sealedAgainst: .all)
        let bytes = try OwnedDescriptor.duplicating(region.descriptor).bytes(region.size, at: 0)
        try RegularFile.create(file).put(bytes, at: 0)
        var attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
        attributes[.ownerAccountID] = owner
        try FileManager.default.setAttributes(attributes, ofItemAtPath: file)

        let events = try EventReader(recorder: recorder)
        let editor = try OwnEditor(
            name, plan: plan, arguments: ["--shm", "/\(name)"], events: events, recorder: recorder)
        try recorder.judging(
            late: "a runtime neither took nor refused named memory",
            wrong: "named memory of \(owner == nil ? "the user" : "another user")"
        ) {
            let peer = try editor.greet()
            let sent = MonotonicClock.now()
            let event = events.wait(until: .after(OwnEditor.patience)) {
                $0.kind == .framePublished || $0.kind == .exiting
            }
            guard let event else { throw OwnPeer.Failure.late(since: sent) }
            let isTaken = event.kind == .framePublished
            if isTaken != (owner == nil) {
                throw OwnPeer.Failure.wrong(isTaken ? "it was taken" : "it was refused")
            }
            let status = isTaken ? .running : try editor.wait()
            if !isTaken, status != .exited(.region), status != .running {
                throw OwnPeer.Failure.wrong("the runtime ended with \(status)")
            }
            withExtendedLifetime(peer) {}
        }
        try editor.kill()
        events.drain()
    }
}
