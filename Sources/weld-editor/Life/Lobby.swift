// Unsafe code: the first bytes that a guest has sent are looked at by address.

import WeldPlatform
import WeldStub
import WeldTransport
import WeldWire

/// Those who have come to an editor that anybody may come to, while another is listened to who has
/// not said Hello yet (platform.md#identity).
///
/// Who says Hello is served before who says nothing, so that a probe, a scanner of ports or a
/// visitor that hangs holds nobody up. Their number is bounded: who has waited longest in silence
/// leaves first.
struct Lobby {
    /// How many wait at most.
    static let capacity = 32
    /// From one look to the next while somebody waits, in nanoseconds.
    static let pause: UInt64 = 20_000_000

    /// How long who is listened to has to say something before others are let in, in nanoseconds:
    /// what it has done wrong is reported by then.
    static let patience: UInt64 = 250_000_000

    private var guests: [Connection] = []

    /// Whether nobody waits.
    var isEmpty: Bool { guests.isEmpty }

    /// Lets somebody in.
    mutating func admit(_ connection: Connection) {
        if guests.count == Self.capacity { guests.removeFirst() }
        guests.append(connection)
    }

    /// Takes the one out who has said Hello first.
    mutating func takeGreeter() -> Connection? {
        guests.firstIndex(where: Self.hasGreeted).map { guests.remove(at: $0) }
    }

    /// Takes the one out who has waited longest.
    mutating func takeFirst() -> Connection? {
        guests.isEmpty ? nil : guests.removeFirst()
    }

    /// Whether somebody has sent a whole frame that begins as a Hello does; whether it is right the
    /// session finds out.
    private static func hasGreeted(_ connection: Connection) -> Bool {
        let whole = Frame.prefixSize + MemoryLayout<ProtocolHello>.size
        var bytes = [UInt8](repeating: 0, count: whole)
        let count = unsafe bytes.withUnsafeMutableBytes { raw in
            do throws(SystemError) {
                return unsafe try StreamSocket.peek(connection.descriptor, into: raw) ?? 0
            } catch {
                return 0
            }
        }
        guard count == whole else { return false }
        let hello = FrameEncoder.encode(ProtocolHello(), sequence: 1)
        // Magic and type; a version may be another.
        return bytes[0..<4] == hello[0..<4] && bytes[6..<8] == hello[6..<8]
    }
}

extension Editor {
    /// When others are let in beside one who has said nothing so far and may be nobody; never where
    /// none is listened to, or one has greeted.
    var lobbyOpensAt: UInt64 {
        guard !services.settings.spawns, session != nil, case .awaiting = life.state else {
            return .max
        }
        return sessionBegan + Lobby.patience
    }

    /// Lets others in beside one who has not said Hello yet, and gives its place to who does.
    mutating func lookAtLobby() {
        guard lobbyOpensAt <= MonotonicClock.now(), door.isOpen else { return }
        for _ in 0..<Door.mostAtOnce {
            do throws(TransportError) {
                lobby.admit(
                    try listener.accept(until: .immediately, rules: SessionRules(role: .editor)))
            } catch {
                if case .foreignPeer = error { continue }
                if case .timedOut = error { break }
                door.close()
                break
            }
            if giveWayToGreeter() { return }
        }
        _ = giveWayToGreeter()
    }

    private mutating func giveWayToGreeter() -> Bool {
        guard let greeter = lobby.takeGreeter() else { return false }
        tell(
            .lost(
                .connection(
                    name: "handshake", detail: "it said no Hello, and another did",
                    isProtocolError: false)))
        door.waiting = greeter
        return true
    }
}
