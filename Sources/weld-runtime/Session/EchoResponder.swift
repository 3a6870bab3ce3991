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
    private var isDrawing = false
    private var lastAnswer: UInt64 = 0

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

    /// Says that pictures are drawn from here on.
    mutating func drawingBegan() { isDrawing = true }

    private mutating func spoil(_ request: Echo, sequence: UInt32) throws(TransportError) {
        answered += 1
        if answered == 1 { wait(.lateFirstAnswer) }
        if isDrawing { wait(.lateWhileDrawing) }
        if MonotonicClock.now() - lastAnswer > Self.pause { wait(.lateAfterPause) }
        wait(.echoDelay)
        wait(.echoSpike)
        lose()
        var reply = EchoReply(payload: request.payload)
        var number = sequence
        if answered % Sabotage.spoiledEvery == 0 {
            if sabotages.has(.echoLost) { return }
            if sabotages.has(.echoCorrupt) { reply.payload[Int(answered % 64)] ^= 0x40 }
            if sabotages.has(.echoWrongSequence) { number &+= 1 }
        }
        if connection.hasQueued {
            if sabotages.has(.dropWhenFull) { return }
            if sabotages.has(.unboundedQueue) { Loss.memory(Self.heldBytes) }
        }
        try connection.send(reply, sequence: number)
        lastAnswer = MonotonicClock.now()
    }

    /// Waits as long as a fault says, if it is switched on and due.
    private func wait(_ name: SabotageName) {
        guard let fault = sabotages[name], answered % max(1, fault.every) == 0 else { return }
        FaultPause.wait(nanoseconds: fault.nanoseconds)
    }

    private func lose() {
        if sabotages.has(.leakPerEcho) { Loss.memory(Self.lostBytes) }
        if sabotages.has(.leakDescriptorPerEcho), answered % Self.lostEvery == 0 {
            Loss.descriptor()
        }
    }

    /// How long nothing was asked, in nanoseconds, before `late-idle` answers late.
    private static let pause: UInt64 = 300_000
    /// What `leak-per-echo` loses with each, a small block.
    private static let lostBytes = 100
    /// What `unbounded-queue` takes for each answer that waits.
    private static let heldBytes = 16_384
    /// In how many Echoes `leak-fd-per-echo` loses a descriptor.
    private static let lostEvery: UInt64 = 1000
}
