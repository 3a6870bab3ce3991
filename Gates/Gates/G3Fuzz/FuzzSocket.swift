// Unsafe code: bytes are handed to the socket by address.

internal import GateHost
internal import GateWire

/// A bare connection to the stub under test, without any code of the engine: what the engine's own
/// transport would never send can be sent here, in any pieces, and what comes is read by the
/// judge's own knowledge of the wire.
struct FuzzSocket: ~Copyable {
    /// What a read brought.
    enum Arrival {
        /// Nothing is there yet.
        case nothing
        /// Bytes came.
        case bytes
        /// The stub closed.
        case end
    }

    /// Whether the stub has closed, or sent what is no frame: nothing more is read.
    private(set) var isOver = false
    /// Whether we have ended our own direction: nothing that is sent from then on arrives.
    private(set) var hasEndedSending = false
    /// What is wrong with the stub's stream.
    private(set) var fault: FrameFault?
    /// Cuts what came into frames, and holds the last one's body.
    private(set) var reader = FrameReader(takesAnyVersion: true)
    /// How many descriptors came.
    private(set) var descriptorCount = 0

    private var socket: OwnedDescriptor?
    private var lastDescriptor: OwnedDescriptor?
    private let number: Int32

    /// Takes over a connected socket that does not block.
    init(adopting socket: consuming OwnedDescriptor) {
        number = socket.rawValue
        self.socket = consume socket
    }

    /// Connects to a stub that listens; nil when that fails or is not done by the time.
    static func connect(
        to path: String, until deadline: Deadline, while isAlive: () -> Bool = { true }
    ) -> FuzzSocket? {
        while true {
            do throws(SystemError) {
                if let socket = try StreamSocket.connect(to: path) {
                    return FuzzSocket(adopting: socket)
                }
            } catch {
                return nil
            }
            // Its backlog is full for a moment.
            if deadline.hasPassed || !isAlive() { return nil }
            Pause.wait(.milliseconds(1))
        }
    }

    /// The socket's number, lent for polling.
    var descriptor: Int32 { number }

    /// Sends what the socket takes; nil when it takes nothing now.
    ///
    /// A stub that is gone takes everything: what it made of what came before is seen elsewhere.
    borrowing func send(_ bytes: ArraySlice<UInt8>, handles: [Int32] = []) -> Int? {
        unsafe bytes.withUnsafeBytes { unsafe send($0, handles: handles) }
    }

    /// Sends what the socket takes of raw bytes; nil when it takes nothing now.
    borrowing func send(_ bytes: UnsafeRawBufferPointer, handles: [Int32] = []) -> Int? {
        if socket == nil { return bytes.count }
        do throws(SystemError) {
            return unsafe try StreamSocket.send(bytes, descriptors: handles, on: number)
        } catch {
            return bytes.count
        }
    }

    /// Reads once without waiting; of descriptors that come along the last is kept.
    ///
    /// Call it when ``next()`` has returned nil.
    mutating func receive() -> Arrival {
        guard !isOver, socket != nil else { return .end }
        let number = number
        var arrival: SocketArrival?
        var kept: OwnedDescriptor?
        do throws(SystemError) {
            _ = unsafe try reader.fill { (space) throws(SystemError) -> Int in
                arrival = unsafe try StreamSocket.receive(into: space, from: number, keeping: &kept)
                return arrival?.byteCount ?? 0
            }
        } catch {
            isOver = true
            return .end
        }
        guard let arrival else { return .nothing }
        descriptorCount += arrival.descriptorCount
        if arrival.descriptorCount > 0 { lastDescriptor = kept.take() }
        isOver = arrival.byteCount == 0
        return isOver ? .end : .bytes
    }

    /// The next whole frame of the stub's; nil where it is not all there, or the stream is no
    /// stream of frames any more, which ``fault`` says.
    mutating func next() -> ReceivedFrame? {
        do throws(FrameFault) {
            return try reader.next()
        } catch {
            // What follows cannot be told into frames.
            fault = error
            isOver = true
            return nil
        }
    }

    /// Gives away the descriptor that came last.
    mutating func takeDescriptor() -> OwnedDescriptor? { lastDescriptor.take() }

    /// Whether the stub has read everything that was sent.
    borrowing func isAllRead() -> Bool { socket == nil || StreamSocket.isAllRead(number) }

    /// Bytes of the stub's that wait to be read.
    borrowing func unreadBytes() -> Int { socket == nil ? 0 : StreamSocket.unreadBytes(number) }

    /// Ends the stream in our direction; the stub's frames can still be read.
    mutating func halfClose() {
        hasEndedSending = true
        if socket != nil { StreamSocket.endSending(number) }
    }

    /// Closes with the stub's frames unread, which resets the connection.
    mutating func abandon() {
        socket = nil
        isOver = true
    }
}
