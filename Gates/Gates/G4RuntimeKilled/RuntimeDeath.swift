internal import GateHost
internal import GateKit
internal import WeldContract

/// What an editor did about the death of its runtime, computed from events alone.
///
/// Pure: the time of the kill and the events of both stubs go in, the trial's record comes out.
struct RuntimeDeath {
    /// The runtime that was killed.
    let victim: Int32
    /// When, in nanoseconds of the monotonic clock, taken right before the kill.
    let killedAt: UInt64
    /// How many runtimes had died before it.
    let earlierDeaths: Int

    /// The editor's first word about the death: the end of the connection or of the process.
    private(set) var noticedAt: UInt64?
    /// The new runtime was greeted and answered an Echo.
    private(set) var recoveredAt: UInt64?
    /// The editor said that it ends, and how.
    private(set) var exitCode: ExitCode?

    /// What the editor read in the end of the victim; nil where it never said.
    private(set) var reading: String?
    /// The runtime that the editor started next.
    private(set) var successor: Int32?

    private var firstPublished: UInt64?
    private var lastReadBefore: UInt64 = 0
    private var readsAfter: [(id: UInt64, time: UInt64)] = []

    init(victim: Int32, killedAt: UInt64, earlierDeaths: Int = 0, _ events: [EventRecord] = []) {
        self.victim = victim
        self.killedAt = killedAt
        self.earlierDeaths = earlierDeaths
        for event in events { note(event) }
    }

    /// The first picture of the new runtime that the editor read: its id is none that the dead one
    /// could have given, and higher than any that was read before.
    var movedAt: UInt64? {
        guard let firstPublished, recoveredAt != nil else { return nil }
        return readsAfter.first { $0.id >= firstPublished && $0.id > lastReadBefore }?.time
    }

    /// Whether the editor goes on with another runtime, greeted or not.
    var wasReplaced: Bool { successor != nil }

    /// Whether the editor read the end as what it was; nil while nothing shows that it read it.
    ///
    /// A successor is started when the dead one is buried, so by then the editor has to know.
    func wasRead(as status: ProcessStatus) -> Bool? {
        guard reading != nil || wasReplaced else { return nil }
        return reading.map { status.isSpelled($0) } ?? false
    }

    /// Whether everything that a recovery consists of happened.
    var isRecovered: Bool { recoveredAt != nil && movedAt != nil }

    /// Takes one more event.
    mutating func note(_ record: EventRecord) {
        guard record.time >= killedAt else {
            if case .frameRead(let id, _, _, _, _) = record.event {
                lastReadBefore = max(lastReadBefore, id)
            }
            return
        }
        switch record.event {
        case .framePublished(let id, _, _) where record.pid == successor:
            firstPublished = firstPublished ?? id
        case let event? where record.role == .editor: noteEditor(event, at: record.time)
        default: break
        }
    }

    private mutating func noteEditor(_ event: Event, at time: UInt64) {
        switch event {
        case .peerGone: noticedAt = noticedAt ?? time
        case .reaped(let child, let status) where child == victim:
            noticedAt = noticedAt ?? time
            reading = reading ?? status
        // Killed right after it was started, its own start may be reported later.
        case .spawned(let child) where child != victim: successor = successor ?? child
        case .restarted(let epoch) where Int(epoch) == earlierDeaths + 2:
            recoveredAt = recoveredAt ?? time
        case .frameRead(let id, _, _, _, _): readsAfter.append((id, time))
        case .exiting(let code, _): exitCode = code
        default: break
        }
    }
}

extension ProcessStatus {
    /// Whether a text is how the contract spells this end (contract.md#events).
    ///
    /// Whether memory was written to disk depends on the machine, so that word is left to it.
    func isSpelled(_ text: String) -> Bool {
        switch self {
        case .exited(let code): text == "exited(\(code))"
        case .signalled(let number, _):
            ["signalled(\(number))", "signalled(\(number), core dumped)"].contains(text)
        case .running: false
        }
    }
}
