import Testing
import WeldPlatform
import WeldTransport
import WeldWire

/// Both ends of a connection whose handshake is done.
struct Peers {
    let editor: Connection
    let runtime: Connection

    init(
        handlesLab: Bool = false, acceptsHandoff: Bool = false, sendBuffer: Int32? = nil,
        stallLimit: Duration = .seconds(5)
    ) throws {
        let sockets = try SocketPair()
        if let sendBuffer {
            try StreamSocket.setSendBuffer(sockets.first.rawValue, bytes: sendBuffer)
            try StreamSocket.setSendBuffer(sockets.second.rawValue, bytes: sendBuffer)
        }
        editor = try Connection(
            adopting: sockets.first.duplicate(),
            rules: SessionRules(role: .editor, handlesLab: handlesLab), stallLimit: stallLimit)
        runtime = try Connection(
            adopting: sockets.second.duplicate(),
            rules: SessionRules(
                role: .runtime, handlesLab: handlesLab, acceptsHandoff: acceptsHandoff),
            stallLimit: stallLimit)
    }
}

extension Connection {
    /// The receiving half, past the handshake.
    func receiver(
        handlePlaces: Int = 8, readsWhileFull: Bool = false, closeOnExec: Bool = true
    ) -> FrameReceiver {
        var receiver = FrameReceiver(
            self, handlePlaces: handlePlaces, readsWhileFull: readsWhileFull,
            closeOnExec: closeOnExec)
        receiver.handshakeDone()
        return receiver
    }

    func sendBytes(_ bytes: ArraySlice<UInt8>) throws(TransportError) {
        try sendBytes(Array(bytes))
    }
}

extension Deadline {
    /// Far enough for any machine, near enough for a test that hangs to end.
    static var soon: Deadline { .after(.seconds(20)) }
}

/// An Echo whose payload begins with a number.
func echo(_ number: UInt32) -> Echo {
    var message = Echo()
    for index in 0..<4 {
        message.payload[index] = UInt8(truncatingIfNeeded: number >> UInt32(8 * index))
    }
    return message
}

/// Expects the next receive to fail, and returns how.
func failure(of receiver: inout FrameReceiver, until deadline: Deadline = .soon) -> TransportError?
{
    do throws(TransportError) {
        _ = try receiver.next(until: deadline)
        return nil
    } catch {
        return error
    }
}
