import Glibc
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

/// Counts this process's descriptors of one object, by identity, so that other tests of the same
/// process cannot disturb the count.
func holders(of object: DescriptorFacts) -> Int {
    (0..<2048).count { number in
        guard let facts = try? DescriptorFacts.of(RawDescriptor(rawValue: Int32(number))) else {
            return false
        }
        return facts.device == object.device && facts.inode == object.inode
    }
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

/// Runs a body with a fresh directory of mode 0700 and removes the directory afterwards.
func withTemporaryDirectory<Result>(_ body: (String) throws -> Result) throws -> Result {
    var template = Array("/tmp/weld-test-XXXXXX".utf8CString)
    guard let made = unsafe mkdtemp(&template) else {
        throw SystemError(code: errno, operation: "make test directory")
    }
    let path = unsafe String(cString: made)
    defer { removeTree(path) }
    return try body(path)
}

private func removeTree(_ path: String) {
    if let directory = unsafe opendir(path) {
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { field in
                unsafe String(cString: UnsafeRawPointer(field).assumingMemoryBound(to: CChar.self))
            }
            if name != ".", name != ".." { removeTree("\(path)/\(name)") }
        }
        unsafe closedir(directory)
    }
    unsafe remove(path)
}
