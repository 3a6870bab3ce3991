internal import GateKit
internal import WeldContract
internal import WeldPlatform

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
    }

    /// What the stub said of its memory last, in bytes.
    private(set) var memory: Memory?
    /// What was said of the newest connection that has ended: a runtime is already on its next.
    private(set) var report = Report()
    /// What has been said so far of any other: the last lines, for the evidence of a failure.
    private(set) var tail: [[UInt8]] = []
    /// The sabotage that was announced.
    private(set) var sabotage: String?
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
    private var pipe: PipeEnds
    private let recorder: Recorder
    private var lastNumber: UInt64 = 0
    private let lines = EventLines()

    private static let tailLength = 64

    /// Makes the pipe.
    init(recorder: Recorder) throws(SystemError) {
        self.recorder = recorder
        pipe = try PipeEnds()
        try pipe.readEnd.setNonBlocking()
        try? pipe.setCapacity(bytes: 1 << 20)
    }

    /// The end that the stub inherits.
    var writeEnd: Int32 { pipe.writeEnd.rawValue }

    /// Readable when there is news.
    var descriptor: Int32 { pipe.readEnd.rawValue }

    /// Reads what is there.
    func drain() {
        lines.read(from: pipe.readEnd) { take($0) }
    }

    private func take(_ line: [UInt8]) {
        tail.append(line)
        if tail.count > 2 * Self.tailLength { tail.removeFirst(Self.tailLength) }
        let event: EventRecord
        do throws(ContractBreach) {
            event = try EventRecord(line: line)
        } catch {
            return recorder.breach(error, line)
        }
        if event.number != lastNumber &+ 1 {
            recorder.fault(
                .harness,
                "events of \(event.role.rawValue) \(event.pid) were lost: number \(event.number) came where "
                    + "\(lastNumber &+ 1) was due")
        }
        lastNumber = event.number
        note(event)
    }

    private func note(_ record: EventRecord) {
        switch record.event {
        case .sabotage(let name, _): sabotage = name
        case .listening: isListening = true
        case .connected(let connection, _): current = Report(connection: connection)
        case .ack(let isAccepted, _): current.wasRefused = !isAccepted
        case .wireError(let name, _): current.errors.append(name)
        case .wrongReply: current.wrongReplies += 1
        case .counts(_, let sent, let received):
            for count in sent { current.sent[count.name] = count.count }
            for count in received { current.received[count.name] = count.count }
            report = current
        case .memory(let heap, let mapped, let resident):
            memory = Memory(heap: heap + mapped, resident: resident, time: record.time)
        default: break
        }
    }
}
