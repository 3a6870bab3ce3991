internal import GateKit

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
    private(set) var exitCode: Int64?

    private var successor: Int32?
    private var firstPublished: Int64?
    private var lastReadBefore: Int64 = 0
    private var readsAfter: [(id: Int64, time: UInt64)] = []

    init(victim: Int32, killedAt: UInt64, earlierDeaths: Int = 0, _ events: [StubEvent] = []) {
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

    /// Whether everything that a recovery consists of happened.
    var isRecovered: Bool { recoveredAt != nil && movedAt != nil }

    /// Takes one more event.
    mutating func note(_ event: StubEvent) {
        guard event.time >= killedAt else {
            if event.name == "frame-read", let id = event.integer("id") {
                lastReadBefore = max(lastReadBefore, id)
            }
            return
        }
        if event.role == "editor" {
            noteEditor(event)
        } else if event.name == "frame-published", event.pid == successor, firstPublished == nil {
            firstPublished = event.integer("id")
        }
    }

    private mutating func noteEditor(_ event: StubEvent) {
        switch event.name {
        case "peer-gone": noticedAt = noticedAt ?? event.time
        case "reaped" where event.integer("child") == Int64(victim):
            noticedAt = noticedAt ?? event.time
        case "spawned": successor = successor ?? event.integer("child").map { Int32($0) }
        case "restarted" where event.integer("epoch") == Int64(earlierDeaths + 2):
            recoveredAt = recoveredAt ?? event.time
        case "frame-read": readsAfter.append((event.integer("id") ?? 0, event.time))
        case "exiting": exitCode = event.integer("code")
        default: break
        }
    }
}
