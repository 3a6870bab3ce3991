internal import GateHost
internal import GateKit
internal import WeldContract

/// The events of a stub that serves thousands of connections: read, summed up by connection and
/// forgotten, so that an hour costs no memory.
final class FuzzEvents {
    /// What the stub said of one connection.
    struct Report {
        /// The stub's number of it.
        var connection: UInt64 = 0
        /// The wire errors that it named.
        var errors: [String] = []
        /// Frames that it sent, by the message's name.
        var sent: [String: UInt64] = [:]
        /// Frames that it received, by the message's name.
        var received: [String: UInt64] = [:]
        /// Replies that it found wrong.
        var wrongReplies = 0
        /// Whether the Hello was answered with accepted = 0.
        var wasRefused = false
        /// What an editor read of the Hello: engine and build.
        var hello: (engine: String, build: String)?
        /// What a runtime read of the Hello's answer.
        var reason: String?
        /// The lines of the log that an editor read, as far as it tells them.
        var logged: [String] = []

        /// How many things are remembered of it.
        fileprivate var size: Int { errors.count + logged.count + sent.count + received.count }
    }

    /// What the stub said of its memory last, in bytes.
    private(set) var memory: Memory?
    /// What was said of the newest connection that has ended: a runtime is already on its next.
    private(set) var report = Report()
    /// What has been said so far of any other: the last lines, for the evidence of a failure.
    private(set) var tail: [[UInt8]] = []
    /// The sabotages that were announced.
    private(set) var sabotages: Set<String> = []
    /// Whether the stub listens.
    private(set) var isListening = false

    /// A stub's own account of its memory.
    struct Memory {
        /// Bytes in use on the heap.
        var heap: UInt64
        /// Bytes resident.
        var resident: UInt64
        /// When.
        var time: UInt64
    }

    /// What was said so far of the connection that stands.
    private var current = Report()
    /// How many bytes of lines were said of it, and the most that may be: nothing of them is kept,
    /// but nobody has as much to say.
    private var bytes = 0
    private let limit: Int
    private let stub: StubEvents

    private static let tailLength = 64
    /// Things of one connection that are remembered; more are none that anything is asked of.
    private static let remembered = 1000

    /// Makes the pipe.
    ///
    /// - Parameter limit: The most bytes of events of one connection.
    init(recorder: Recorder, limit: Int = Recorder.eventLimit) throws(SystemError) {
        self.limit = limit
        stub = try StubEvents(recorder: recorder)
    }

    /// The end that the stub inherits.
    var writeEnd: Int32 { stub.writeEnd }

    /// Readable when there is news.
    var descriptor: Int32 { stub.readEnd }

    /// Reads what is there, of a flood a part.
    func drain() {
        stub.read(seeing: see) { event, _ in note(event) }
    }

    private func see(_ piece: EventPipe.Piece) {
        switch piece {
        case .line(let line), .tooLong(let line):
            tail.append(line)
            bytes += line.count
        }
        if tail.count > 2 * Self.tailLength { tail.removeFirst(Self.tailLength) }
    }

    private func note(_ record: EventRecord) {
        if case .connected = record.event { bytes = 0 }
        if bytes > limit {
            stub.breach(
                "the stub reported more than \(limit >> 20) MiB of events of one connection")
        }
        // What ends a connection counts in any case.
        let hasRoom = current.size < Self.remembered && sabotages.count < Self.remembered
        switch record.event {
        case .sabotage(let name, _) where hasRoom: sabotages.insert(name)
        case .listening: isListening = true
        case .connected(let connection, _): current = Report(connection: connection)
        case .hello(_, let engine, let build, _): current.hello = (engine, build)
        case .ack(let isAccepted, let reason):
            current.wasRefused = !isAccepted
            current.reason = reason
        case .logged(_, let text) where hasRoom: current.logged.append(text)
        case .wireError(let name, _) where hasRoom: current.errors.append(name)
        case .wrongReply: current.wrongReplies &+= 1
        case .counts(_, let sent, let received):
            for count in sent { current.sent[count.name] = count.count }
            for count in received { current.received[count.name] = count.count }
            report = current
        case .memory(let heap, let mapped, let resident):
            memory = Memory(heap: heap.plus(mapped), resident: resident, time: record.time)
        default: break
        }
    }
}
