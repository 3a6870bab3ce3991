import WeldContract
import WeldPlatform
import WeldStub
import WeldTransport
import WeldViewport
import WeldWire

// Who comes in: with a runtime of its own only that one, whoever else knocks (platform.md#identity), and
// nobody for a moment where the system has no room (platform.md#exhaustion).
extension Editor {
    /// Whether somebody who connects now is listened to.
    var awaitsConnection: Bool {
        guard session == nil, case .awaiting = life.state else { return false }
        return true
    }

    /// Accepts the runtime that is awaited, and turns away everybody else who came before it.
    mutating func acceptIfAwaited() {
        guard awaitsConnection else { return }
        // What the session before has held is free by now.
        if door.waiting == nil { door.refill(from: signals.descriptor) }
        // A flood of strangers must not keep the loop from everything else.
        for _ in 0..<Door.mostAtOnce {
            guard awaitsConnection, door.isOpen else { return }
            do throws(TransportError) {
                let connection = try nextConnection()
                door.waiting = connection
                try adopt(connection)
                door.waiting = nil
                return
            } catch {
                switch error {
                case .timedOut: return
                case .foreignPeer, .strangePeer: complain("\(error): it is turned away")
                default: pauseOver(error)
                }
            }
        }
    }

    private mutating func nextConnection() throws(TransportError) -> Connection {
        if let waiting = door.waiting { return waiting }
        if let guest = lobby.takeGreeter() ?? lobby.takeFirst() { return guest }
        let spawns = services.settings.spawns
        let own = child?.pid
        return try listener.accept(
            until: .immediately, rules: SessionRules(role: .editor),
            admitting: { pid in
                guard spawns else { return true }
                guard let own else { return false }
                return ProcessIdentity.isProcess(pid, orDescendantOf: own)
            })
    }

    private mutating func adopt(_ connection: Connection) throws(TransportError) {
        // Before the greeting, after which a runtime may draw; the one before it is buried.
        if life.deaths > 0 { region.region.succeedWriter(as: nextEpoch) }
        do throws(SystemError) {
            session = try RuntimeSession(
                connection, number: connections + 1, services: services)
        } catch {
            throw .system(error)
        }
        connections += 1
        sessionBegan = MonotonicClock.now()
        tell(.connected)
    }

    /// Makes room once by what was kept for it; where that does not do, tries again a little later.
    private mutating func pauseOver(_ error: TransportError) {
        // Whoever has come in stays, as long as a runtime may take to say Hello.
        if error.isExhaustion {
            if door.makeRoom() { return }
        } else {
            door.waiting = nil
        }
        door.close()
        complain("cannot accept, and tries again: \(error)")
    }

    /// Writes a line, and at most one a second of such.
    private mutating func complain(_ text: String) {
        guard let suppressed = door.complaints.admit(at: MonotonicClock.now()) else { return }
        services.log(suppressed > 0 ? "\(text) (and \(suppressed) times more)" : text)
    }

    /// Lets go of whoever has come in and was not heard.
    mutating func emptyDoor() { door.waiting = nil }
}

/// What an editor keeps for those who knock.
struct Door: ~Copyable {
    /// How many are turned away before the editor looks at something else.
    static let mostAtOnce = 64
    /// How long nobody is accepted when the system had no room, in nanoseconds.
    static let pause: UInt64 = 50_000_000
    /// How many descriptors a session takes: its socket, and two counters.
    private static let spareCount = 3

    /// A connection for which there is no room yet.
    var waiting: Connection?
    var complaints = RareLine()
    /// When somebody is accepted again.
    private(set) var opensAt: UInt64 = 0
    /// Descriptors that are given up when there is no other left, so that a runtime can still be
    /// served.
    private var spares = DescriptorList()

    init(spares some: borrowing OwnedDescriptor) {
        refill(from: some)
    }

    /// Whether somebody can be accepted now.
    var isOpen: Bool { opensAt <= MonotonicClock.now() }

    /// Accepts nobody for a while.
    mutating func close() { opensAt = MonotonicClock.now() + Self.pause }

    /// Gives the spare descriptors up; false when there are none.
    mutating func makeRoom() -> Bool {
        guard !spares.isEmpty else { return false }
        spares.removeAll()
        return true
    }

    /// Takes spare descriptors again, as far as the system gives any.
    mutating func refill(from some: borrowing OwnedDescriptor) {
        while spares.count < Self.spareCount, let spare = try? some.duplicate() {
            spares.append(spare)
        }
    }
}

/// Lets one line a second through.
struct RareLine: Sendable {
    private var next: UInt64 = 0
    private var suppressed = 0

    /// Returns how many lines were held back since the last one when this one may be written.
    mutating func admit(at now: UInt64) -> Int? {
        guard now >= next else {
            suppressed += 1
            return nil
        }
        defer { suppressed = 0 }
        next = now + 1_000_000_000
        return suppressed
    }
}
