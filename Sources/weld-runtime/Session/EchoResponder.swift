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
    private let sabotages: Sabotages
    private let isHealthy: Bool
    private var answered: UInt64 = 0

    init(connection: Connection, sabotages: Sabotages) {
        self.connection = connection
        self.sabotages = sabotages
        isHealthy = sabotages.isEmpty
    }

    /// Sends the reply to an Echo.
    @inline(__always)
    mutating func answer(_ request: Echo, sequence: UInt32) throws(TransportError) {
        guard isHealthy else { return try spoil(request, sequence: sequence) }
        try connection.send(EchoReply(payload: request.payload), sequence: sequence)
    }

    private mutating func spoil(_ request: Echo, sequence: UInt32) throws(TransportError) {
        answered += 1
        var reply = EchoReply(payload: request.payload)
        var number = sequence
        if let delay = sabotages[.echoDelay] { FaultPause.wait(nanoseconds: delay.nanoseconds) }
        if let spike = sabotages[.echoSpike], answered % spike.every == 0 {
            FaultPause.wait(nanoseconds: spike.nanoseconds)
        }
        if answered % Sabotage.spoiledEvery == 0 {
            if sabotages.has(.echoCorrupt) { reply.payload[Int(answered % 64)] ^= 0x40 }
            if sabotages.has(.echoWrongSequence) { number &+= 1 }
        }
        if sabotages.has(.dropWhenFull), connection.hasQueued { return }
        try connection.send(reply, sequence: number)
    }
}
