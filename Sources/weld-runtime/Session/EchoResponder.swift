import WeldContract
import WeldPlatform
import WeldStub
import WeldTransport
import WeldWire

/// Answers Echoes; the place where the echo sabotages live.
///
/// A healthy answer is one send: no allocation, no event, no clock (gates.md#g1).
struct EchoResponder: Sendable {
    let connection: Connection
    private let sabotage: Sabotage?
    private var answered: UInt64 = 0

    init(connection: Connection, sabotage: Sabotage?) {
        self.connection = connection
        self.sabotage = sabotage
    }

    /// Sends the reply to an Echo.
    @inline(__always)
    mutating func answer(_ request: Echo, sequence: UInt32) throws(TransportError) {
        if let sabotage { return try answer(request, sequence: sequence, sabotage) }
        try connection.send(EchoReply(payload: request.payload), sequence: sequence)
    }

    private mutating func answer(
        _ request: Echo, sequence: UInt32, _ sabotage: Sabotage
    ) throws(TransportError) {
        answered += 1
        var reply = EchoReply(payload: request.payload)
        var number = sequence
        switch sabotage {
        case .echoDelay(let nanoseconds):
            FaultPause.wait(nanoseconds: nanoseconds)
        case .echoSpike(let nanoseconds, let every) where answered % every == 0:
            FaultPause.wait(nanoseconds: nanoseconds)
        case .echoCorrupt where answered % Sabotage.spoiledEvery == 0:
            reply.payload[Int(answered % 64)] ^= 0x40
        case .echoWrongSequence where answered % Sabotage.spoiledEvery == 0:
            number &+= 1
        default:
            break
        }
        try connection.send(reply, sequence: number)
    }
}
