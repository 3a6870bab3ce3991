// Unsafe code: bytes are handed to the socket by address.

import FuzzWire
import WeldPlatform
import WeldTransport
import WeldWire

/// Fuzz body: descriptors in flight, all of which must be closed in the end, whatever comes.
///
/// The input says which bytes travel with how many descriptors, and when the receiver reads.
///
/// Byte 0: bits 0 to 3 the receiver's places, bit 4 the handles lab, bit 5 whether a hand-over is
/// awaited, bit 6 whether the handshake is done. Then steps: a byte that says what is done (bits 0
/// and 1) with how many descriptors (the others), and what it needs.
public enum AncillaryBody {
    /// Most steps of one input.
    private static let limit = 64

    /// Returns what is wrong; nil when all is well.
    public static func complaint(about input: [UInt8]) throws -> String? {
        var pipe = try PipeEnds()
        let complaint = try converse(InputReader(input), sending: pipe.writeEnd.duplicate())
        // The last writer that the receiver could have kept is gone only if it kept none.
        pipe.writeEnd = try EventCounter().descriptor.duplicate()
        let found = try Poll.wait(pipe.readEnd.rawValue, for: [], until: .immediately)
        if !found.contains(.hangUp) { return "a descriptor was left open" }
        return complaint
    }

    private static func converse(
        _ input: consuming InputReader, sending object: consuming OwnedDescriptor
    ) throws -> String? {
        let choice = input.byte()
        let sockets = try SocketPair()
        var receiver = Receiver(
            try Connection(
                adopting: sockets.second.duplicate(),
                rules: SessionRules(
                    role: .runtime, handlesLab: choice & 16 != 0, acceptsHandoff: choice & 32 != 0)
            ),
            places: Int(choice & 15), isOpen: choice & 64 != 0, allowsEcho: choice & 16 != 0,
            object: try DescriptorFacts.of(object.rawValue))
        for _ in 0..<limit where !input.isAtEnd && !receiver.isOver {
            let step = input.byte()
            let handles = [RawDescriptor](repeating: object.rawValue, count: Int(step >> 2) % 18)
            switch step & 3 {
            case 0: send(FrameEncoder.encode(Echo(), sequence: 1), handles, to: sockets.first)
            case 1: send(frame(&input), handles, to: sockets.first)
            case 2: send(input.remainder(limit: Int(input.byte())), handles, to: sockets.first)
            default: receiver.receive()
            }
        }
        StreamSocket.shutdown(sockets.first.rawValue)
        for _ in 0...limit where !receiver.isOver { receiver.receive() }
        return receiver.complaint ?? (receiver.isOver ? nil : "the end is not noticed")
    }

    /// A frame that the decoder takes, of any type and with any body.
    private static func frame(_ input: inout InputReader) -> [UInt8] {
        let type = MessageType.allCases[Int(input.byte()) % MessageType.allCases.count]
        let regions = input.byte()
        var body = [UInt8](repeating: 0, count: type.descriptor.bodySize)
        body[0] = regions
        return RawFrame(type: type, body: body, sequence: UInt32(input.byte())).bytes
    }

    /// Sends what the socket takes at once; the rest is as good as lost.
    private static func send(
        _ bytes: [UInt8], _ handles: [RawDescriptor], to socket: borrowing OwnedDescriptor
    ) {
        if bytes.isEmpty { return }
        unsafe bytes.withUnsafeBytes { raw in
            _ = unsafe try? StreamSocket.send(socket.rawValue, raw, descriptors: handles)
        }
    }
}

/// The engine's receiving half, and what it must never do.
private struct Receiver: ~Copyable {
    private var frames: FrameReceiver
    private let allowsEcho: Bool
    private let object: DescriptorFacts
    private(set) var isOver = false
    private(set) var complaint: String?

    init(
        _ connection: Connection, places: Int, isOpen: Bool, allowsEcho: Bool,
        object: DescriptorFacts
    ) {
        frames = FrameReceiver(connection, handlePlaces: places)
        self.allowsEcho = allowsEcho
        self.object = object
        if isOpen { frames.handshakeDone() }
    }

    /// Receives all that is there.
    mutating func receive() {
        while !isOver {
            do throws(TransportError) {
                judge(try frames.next(until: .immediately))
            } catch {
                if case .timedOut = error { return }
                isOver = true
            }
        }
    }

    private mutating func judge(_ received: consuming Received) {
        let mayCarry = received.type == .shmRegionsHandoff || received.type == .echo && allowsEcho
        if !mayCarry, !received.handles.isEmpty {
            complaint = "\(received.type) came with descriptors"
        }
        for number in received.handles.borrowedNumbers {
            let facts = try? DescriptorFacts.of(number)
            guard facts?.inode == object.inode, facts?.device == object.device else {
                complaint = "a descriptor that nobody sent"
                return
            }
        }
    }
}
