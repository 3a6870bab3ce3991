internal import GateHost
internal import GateKit
internal import WeldContract

/// What a runtime did about the death of its editor, computed from its events and its end alone.
///
/// Pure: times, events and the status of wait go in, the trial's record comes out.
struct EditorDeath: Equatable {
    /// How the runtime ended; nil where there was none yet.
    struct RuntimeEnd: Equatable {
        /// The runtime.
        let pid: Int32
        /// What wait said.
        let status: ProcessStatus
        /// When, in nanoseconds of the monotonic clock.
        let time: UInt64
        /// Whether it ended by itself.
        let isItsOwn: Bool
    }

    /// When the editor was killed, taken right before.
    let killedAt: UInt64
    /// How the runtime ended.
    let end: RuntimeEnd?
    /// Whether the runtime ever had a connection to the editor.
    let wasConnected: Bool
    /// The runtime's first word about the death.
    let noticedAt: UInt64?
    /// When the editor's process was seen to have ended; nil where nobody looked.
    let editorGoneAt: UInt64?

    /// How long a runtime waits for the end of the process whose stream has ended
    /// (platform.md#life), in nanoseconds.
    private static let patience: UInt64 = 50_000_000

    init(killedAt: UInt64, editorGoneAt: UInt64? = nil, end: RuntimeEnd?, _ events: [EventRecord]) {
        self.killedAt = killedAt
        self.editorGoneAt = editorGoneAt
        self.end = end
        let own = events.filter { $0.role == .runtime && $0.pid == end?.pid }
        wasConnected = own.contains { $0.kind == .connected }
        noticedAt = own.first { $0.kind == .peerGone && $0.time >= killedAt }?.time
    }

    /// Whether the editor's process outlived its stream by more than a runtime waits for it, as on a
    /// host that takes long over a death: what it left is the next editor's then.
    var editorOutlivedPatience: Bool {
        guard let noticedAt, let editorGoneAt else { return false }
        return editorGoneAt > noticedAt + Self.patience
    }

    /// From the kill to the runtime's word; nil where it had no connection that could tell it.
    func noticeNanoseconds(orElse patience: UInt64) -> UInt64? {
        guard wasConnected else { return nil }
        return noticedAt.map { $0.minus(killedAt) } ?? patience
    }

    /// From the kill to the runtime's end.
    func endNanoseconds(orElse patience: UInt64) -> UInt64? {
        guard let end else { return nil }
        return end.isItsOwn ? end.time.minus(killedAt) : patience
    }

    /// Whether the status is the documented one; nil where the runtime had to be killed, which the
    /// time to its end tells.
    var hasDocumentedStatus: Bool? {
        guard let end, end.isItsOwn else { return nil }
        let documented = wasConnected ? ExitCode.clean : .connection
        return end.status == .exited(documented)
    }
}
