// Unsafe code: bytes are handed to the socket by address.

internal import WeldPlatform
internal import WeldWire

/// A bare connection to the stub under test: what the engine's own transport would never send can
/// be sent here, and in any pieces.
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

    /// Whether the stub has closed.
    private(set) var isOver = false
    /// Whether we have ended our own direction: nothing that is sent from then on arrives.
    private(set) var hasEndedSending = false

    private var socket: OwnedDescriptor?
    private let number: Int32
    private var decoder = FrameDecoder(anyVersion: true)
    private let input = SocketReceiver(places: 8)

    /// Takes over a connected socket.
    init(adopting socket: consuming OwnedDescriptor) throws(SystemError) {
        number = socket.rawValue
        self.socket = consume socket
        try StreamSocket.setNonBlocking(number, true)
    }

    /// The socket's number, lent for polling.
    var descriptor: Int32 { number }

    /// Sends what the socket takes; nil when it takes nothing now.
    ///
    /// A stub that is gone takes everything: what it made of what came before is seen elsewhere.
    borrowing func send(_ bytes: ArraySlice<UInt8>, handles: [Int32] = []) -> Int? {
        let count = bytes.count
        if socket == nil { return count }
        do throws(SystemError) {
            return unsafe try bytes.withUnsafeBufferPointer { (part) throws(SystemError) -> Int? in
                let raw = UnsafeRawBufferPointer(part)
                if handles.isEmpty { return unsafe try StreamSocket.send(number, raw) }
                return unsafe try StreamSocket.send(number, raw, descriptors: handles)
            }
        } catch {
            return count
        }
    }

    /// Sends what the socket takes of raw bytes; nil when it takes nothing now.
    borrowing func send(_ bytes: UnsafeRawBufferPointer) -> Int? {
        do throws(SystemError) {
            return unsafe try StreamSocket.send(number, bytes)
        } catch {
            return bytes.count
        }
    }

    /// Reads once without waiting; descriptors that come along are closed.
    mutating func receive() -> Arrival {
        guard !isOver else { return .end }
        var arrived = DescriptorList()
        var outcome: SocketRead?
        do throws(SystemError) {
            _ = unsafe try decoder.fill { (space) throws(SystemError) -> Int in
                outcome = unsafe try input.receive(
                    number, into: space, waits: false, arrived: &arrived)
                return outcome?.byteCount ?? 0
            }
        } catch {
            isOver = true
            return .end
        }
        guard let outcome else { return .nothing }
        isOver = outcome.byteCount == 0
        return isOver ? .end : .bytes
    }

    /// The next whole frame of the stub's.
    mutating func next() throws(WireError) -> ReceivedFrame? { try decoder.next() }

    /// The body of the frame that came last.
    func body<M: WireMessage>(as message: M.Type) -> M { decoder.body(as: message) }

    /// Ends the stream in our direction; the stub's frames can still be read.
    mutating func halfClose() {
        hasEndedSending = true
        if !isOver { StreamSocket.endSending(number) }
    }

    /// Closes with the stub's frames unread, which resets the connection.
    mutating func abandon() {
        socket = nil
        isOver = true
    }
}
