internal import GateHost
internal import GateKit

/// The other end of a stub's socket without any code of the judged: whole frames in and out, with
/// the judge's own descriptors.
///
/// What is wrong with what arrives is thrown; that nothing comes in time is another error, for a
/// host can cause that.
final class OwnPeer {
    /// What became of waiting for a frame.
    enum Failure: Error {
        /// It is not as the page says; the text says how.
        case wrong(String)
        /// Nothing came since then.
        case late(since: UInt64)
    }

    /// Whether the stub ended the connection.
    private(set) var hasEnded = false
    /// Descriptors that arrived and were not taken, in order.
    private(set) var descriptors: [Int32] = []

    private let socket: PassingSocket
    private var pending: [UInt8] = []
    private var received = 0

    /// Bytes that come in one talk, at most: several times of the longest one.
    private static let mostBytes = 64 << 20
    /// Descriptors that are asked for, and some more.
    private static let mostDescriptors = 8
    private let patience: Duration

    /// Takes a connection over.
    init(_ socket: consuming PassingSocket, patience: Duration = .seconds(5)) {
        self.socket = consume socket
        self.patience = patience
    }

    /// Connects to an editor as soon as it listens, which one that reports nothing tells nobody.
    ///
    /// - Parameter start: When it was started.
    static func connecting(
        to path: String, within limit: Duration, since start: UInt64
    ) throws -> OwnPeer {
        let deadline = Deadline.after(limit)
        while true {
            if let socket = try? PassingSocket(connectingTo: path) { return OwnPeer(socket) }
            guard !deadline.hasPassed else { throw Failure.late(since: start) }
            Pause.wait(.milliseconds(2))
        }
    }

    deinit { for descriptor in takeDescriptors() { _ = OwnedDescriptor(adopting: descriptor) } }

    /// Gives the descriptors that arrived away; the caller closes them.
    func takeDescriptors() -> [Int32] {
        defer { descriptors = [] }
        return descriptors
    }

    /// Sends everything, with descriptors on the first byte.
    func send(_ bytes: [UInt8], descriptors: [Int32] = []) throws {
        let start = MonotonicClock.now()
        let deadline = Deadline.after(patience)
        var rest = bytes[...]
        var lent = descriptors
        while !rest.isEmpty {
            if let count = try send(some: rest, descriptors: lent) {
                rest = rest.dropFirst(count)
                lent = []
            } else if try wait(.writable, until: deadline) == false {
                throw Failure.late(since: start)
            }
        }
    }

    /// Sends what the socket takes at once; nil where it takes nothing.
    func send(some bytes: ArraySlice<UInt8>, descriptors: [Int32] = []) throws -> Int? {
        do throws(SystemError) {
            return try socket.send(bytes, descriptors: descriptors)
        } catch {
            throw Failure.wrong("the connection broke: \(error)")
        }
    }

    /// Ends the stream in the judge's direction; the stub's goes on.
    func endSending() { StreamSocket.endSending(socket.descriptor.rawValue) }

    /// Waits until the socket can do this; false where the deadline passed first.
    func wait(_ interests: PollEvents, until deadline: Deadline) throws -> Bool {
        try !Poll.wait(socket.descriptor.rawValue, for: interests, until: deadline).isEmpty
    }

    /// Waits until the stub has read all that was sent; false where it does not within that time.
    func wasRead(within limit: Duration) -> Bool {
        settles(within: limit) { StreamSocket.isAllRead(socket.descriptor.rawValue) }
    }

    /// Waits until so many bytes have come that nobody took yet; false where they do not within that
    /// time.
    func holds(_ bytes: Int, within limit: Duration) -> Bool {
        settles(within: limit) {
            StreamSocket.unreadBytes(socket.descriptor.rawValue) >= bytes
        }
    }

    private func settles(within limit: Duration, _ isSo: () -> Bool) -> Bool {
        let deadline = Deadline.after(limit)
        var looks = 0
        while !isSo() {
            if deadline.hasPassed { return false }
            looks += 1
            // It takes microseconds as a rule, and a processor only then.
            if looks > 20 { Pause.wait(.microseconds(20)) }
        }
        return true
    }

    /// Takes a part of what has come, and keeps it for later: some room for the stub's next bytes.
    func bite() throws {
        let start = MonotonicClock.now()
        guard try wait(.readable, until: .after(patience)) else {
            throw Failure.late(since: start)
        }
        try receive()
    }

    /// Returns the next frame; what a runtime logs is passed over.
    ///
    /// - Returns: nil where the stub ended the connection between two frames.
    func next() throws -> OwnFrame? {
        let start = MonotonicClock.now()
        let deadline = Deadline.after(patience)
        while true {
            if let frame = try whole() {
                if frame.kind == .log, !deadline.hasPassed { continue }
                if frame.kind == .log { throw Failure.late(since: start) }
                return frame
            }
            if hasEnded {
                guard pending.isEmpty else { throw Failure.wrong("the stream ends in a frame") }
                return nil
            }
            guard try wait(.readable, until: deadline) else { throw Failure.late(since: start) }
            try receive()
        }
    }

    /// Returns the next frame, which must be this one to the byte.
    func expect(_ frame: OwnFrame) throws {
        guard let found = try next() else {
            throw Failure.wrong("the end came for a \(frame.kind)")
        }
        guard found == frame else {
            throw Failure.wrong(
                "\(found.kind) \(found.number) came for \(frame.kind) \(frame.number)"
                    + (found.body == frame.body ? "" : ", and other bytes"))
        }
    }

    /// Waits for the end of the stream, or its reset, past whatever still comes.
    func expectEnd() throws {
        while try next() != nil {}
    }

    private func whole() throws -> OwnFrame? {
        do throws(OwnFrame.Malformed) {
            return try OwnFrame.take(from: &pending)
        } catch {
            throw Failure.wrong(error.text)
        }
    }

    private func receive() throws {
        let before = pending.count
        do throws(SystemError) {
            if try socket.receive(into: &pending, descriptors: &descriptors) == 0 {
                hasEnded = true
            }
        } catch {
            guard error.kind == .reset else { throw Failure.wrong("\(error)") }
            hasEnded = true
        }
        received += pending.count - before
        guard received <= Self.mostBytes else {
            throw Failure.wrong("more than \(Self.mostBytes >> 20) MiB came in one talk")
        }
        guard descriptors.count <= Self.mostDescriptors else {
            let count = descriptors.count
            for descriptor in takeDescriptors() { _ = OwnedDescriptor(adopting: descriptor) }
            throw Failure.wrong("\(count) descriptors came that nobody asked for")
        }
    }
}

extension Recorder {
    /// Records what is wrong with a talk of the judge's own, and what did not come in time.
    ///
    /// - Parameters:
    ///   - late: What is said of what did not come, for which a host can answer.
    ///   - wrong: What is said before what was wrong.
    func judging(late: String, wrong: String, _ talk: () throws -> Void) throws {
        do {
            try talk()
        } catch OwnPeer.Failure.late(let start) {
            violation(.hang, late, span: .since(start))
        } catch OwnPeer.Failure.wrong(let text) {
            violation(.misbehaviour, "\(wrong): \(text)")
        }
    }
}
