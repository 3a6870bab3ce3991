internal import GateHost
internal import GateKit
internal import Synchronization

/// Stands between an editor's window and the compositor, passes everything on that either says, its
/// descriptors too, and joins in (gates.md#relay).
///
/// On threads of its own, until nobody is connected any more: a driver's layer opens a connection beside
/// the window's. The compositor takes the judge's process for the window's.
final class WaylandRelay: Sendable {
    /// Where the window finds its compositor.
    let path: String

    private let compositor: String
    private let listener: OwnedDescriptor
    private let lines = Mutex<[RelayedLine]>([])

    /// How long the window's answer to a ping may take.
    private static let patience: UInt64 = 2_000_000_000
    /// How long nobody else is waited for until it is asked whether anybody is there.
    private static let slice: Duration = .milliseconds(100)

    /// Listens for those who want to the compositor, at a path that does not exist yet.
    init(to socket: String, at path: String) throws(ViewportFault) {
        self.path = path
        compositor = socket
        do {
            listener = try StreamSocket.listen(at: path)
        } catch {
            throw .harness("a relay cannot stand between a window and its compositor: \(error)")
        }
    }

    /// Lets nobody in any more: its threads may go on until the others have ended.
    func close() { try? RegularFile.remove(path) }

    /// Begins; the window has so long to come.
    func start(within limit: Duration) throws(SystemError) {
        _ = try OSThread.start(named: "relay") { [self] in
            let end = Deadline.after(limit)
            // Whoever is not let through finds no compositor.
            while isNeeded(until: end) { try? admit() }
        }
    }

    /// Records whether the window answered, and what it kept.
    func record(_ name: String, _ recorder: Recorder) {
        let talks = lines.withLock { $0 }.map(\.said)
        // Only one of them has a window.
        guard let talk = talks.first(where: { !$0.pings.isEmpty }) ?? talks.first else { return }
        recorder.fact(
            "relay, \(name)",
            "\(talk.pongs) of \(talk.pings.count) pings answered, \(talk.questions.count) pictures "
                + "asked about by \(Set(talk.questions).count) objects")
        if let silence = talk.silence(of: Self.patience, until: MonotonicClock.now()) {
            recorder.violation(
                .hang, "the window answered no ping of its compositor's (\(name))",
                span: TimeSpan(start: silence.lowerBound, end: silence.upperBound))
        }
        if talk.keepsAnswers {
            recorder.violation(
                .leak,
                "the window keeps what it was answered about pictures: \(talk.questions.count) "
                    + "questions had \(Set(talk.questions).count) objects (\(name))")
        }
    }

    private func isNeeded(until end: Deadline) -> Bool {
        let all = lines.withLock { $0 }
        return all.isEmpty ? !end.hasPassed : !all.allSatisfy(\.isOver)
    }

    private func admit() throws(SystemError) {
        guard let window = try PassingSocket.accept(from: listener, until: .after(Self.slice))
        else { return }
        let line = RelayedLine(window, try PassingSocket(connectingTo: compositor))
        lines.withLock { $0.append(line) }
        try line.start()
    }
}

/// One connection of a window's, and the one to the compositor that it stands for.
private final class RelayedLine: Sendable {
    private let window: PassingSocket
    private let compositor: PassingSocket
    private let talk = Mutex(WaylandTalk())
    private let over = Mutex(false)

    /// How long nothing is looked for while neither side says anything.
    private static let slice: Duration = .milliseconds(50)
    /// While so many bytes wait for one side, nothing is read from the other.
    private static let mostBytes = 1 << 20

    init(_ window: consuming PassingSocket, _ compositor: consuming PassingSocket) {
        self.window = window
        self.compositor = compositor
    }

    /// Whether one of the two sides has ended.
    var isOver: Bool { over.withLock { $0 } }
    /// What was said until now.
    var said: WaylandTalk { talk.withLock { $0 } }

    /// Passes on, on a thread of its own, until either side ends.
    func start() throws(SystemError) {
        _ = try OSThread.start(named: "relay") { [self] in
            // Whatever breaks is an end for both sides.
            try? run()
            StreamSocket.endSending(compositor.descriptor.rawValue)
            StreamSocket.endSending(window.descriptor.rawValue)
            over.withLock { $0 = true }
        }
    }

    private func run() throws(SystemError) {
        let (toWindow, toCompositor) = (RelayQueue(), RelayQueue())
        var goesOn = true
        while goesOn {
            toWindow.append(talk.withLock { $0.ping(at: MonotonicClock.now()) }, [])
            try toWindow.send(to: window)
            var entries = [
                PollEntry(
                    window.descriptor.rawValue, for: interests(toCompositor, sending: toWindow)),
                PollEntry(
                    compositor.descriptor.rawValue, for: interests(toWindow, sending: toCompositor)
                ),
            ]
            _ = try Poll.wait(&entries, until: .after(Self.slice))
            if !entries[0].found.subtracting(.writable).isEmpty {
                goesOn = try pass(from: window, to: toCompositor) { talk, bytes in
                    talk.take(fromWindow: bytes)
                }
            }
            if !entries[1].found.subtracting(.writable).isEmpty {
                let lives = try pass(from: compositor, to: toWindow) { talk, bytes in
                    talk.take(fromCompositor: bytes)
                }
                goesOn = goesOn && lives
            }
            try toCompositor.send(to: compositor)
            try toWindow.send(to: window)
        }
    }

    /// What a side is waited for: something to read while the other one takes what comes, and room for
    /// what waits for it.
    private func interests(_ onward: RelayQueue, sending own: RelayQueue) -> PollEvents {
        var interests: PollEvents = onward.byteCount < Self.mostBytes ? .readable : []
        if own.byteCount > 0 { interests.insert(.writable) }
        return interests
    }

    /// Reads once and puts what the other side gets of it into its queue; false at the end.
    private func pass(
        from socket: borrowing PassingSocket, to queue: RelayQueue,
        _ take: (inout WaylandTalk, [UInt8]) -> [UInt8]
    ) throws(SystemError) -> Bool {
        var bytes: [UInt8] = []
        var descriptors: [Int32] = []
        let count = try socket.receive(into: &bytes, descriptors: &descriptors)
        queue.append(talk.withLock { take(&$0, bytes) }, descriptors)
        return count != 0
    }
}

/// What waits for one side: bytes, and the descriptors that go with them.
final class RelayQueue {
    /// How many bytes wait.
    private(set) var byteCount = 0

    private var pieces: [(bytes: ArraySlice<UInt8>, descriptors: [Int32])] = []
    /// What came with the beginning of a message: it goes with the whole of it.
    private var early: [Int32] = []

    deinit {
        for descriptor in pieces.flatMap({ $0.descriptors }) + early {
            _ = OwnedDescriptor(adopting: descriptor)
        }
    }

    /// Takes whole messages, and descriptors over that came with them or with the beginning of another.
    func append(_ bytes: [UInt8], _ descriptors: [Int32]) {
        early += descriptors
        guard !bytes.isEmpty else { return }
        pieces.append((bytes[...], early))
        byteCount += bytes.count
        early = []
    }

    /// Sends what is taken now.
    func send(to socket: borrowing PassingSocket) throws(SystemError) {
        while let first = pieces.first {
            guard let count = try socket.send(first.bytes, descriptors: first.descriptors) else {
                return
            }
            for descriptor in first.descriptors { _ = OwnedDescriptor(adopting: descriptor) }
            byteCount -= count
            if count == first.bytes.count {
                pieces.removeFirst()
            } else {
                pieces[0] = (first.bytes.dropFirst(count), [])
            }
        }
    }
}
