internal import GateKit
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
        guard let event = StubEvent(flatLine: line) else {
            let text = String(decoding: line.prefix(200), as: UTF8.self)
            return recorder.fault(.harness, "a line of the events is not an event: \(text)")
        }
        if event.number != lastNumber + 1 {
            recorder.fault(
                .harness,
                "events of \(event.role) \(event.pid) were lost: number \(event.number) came where "
                    + "\(lastNumber + 1) was due")
        }
        lastNumber = event.number
        note(event)
    }

    private func note(_ event: StubEvent) {
        switch event.name {
        case "sabotage": sabotage = event.fields["name"]
        case "listening": isListening = true
        case "connected":
            current = Report(connection: UInt64(event.integer("connection") ?? 0))
        case "ack": current.wasRefused = event.fields["accepted"] == "false"
        case "wire-error": current.errors.append(event.fields["name"] ?? "")
        case "wrong-reply": current.wrongReplies += 1
        case "counts":
            for (key, text) in event.fields {
                guard let count = UInt64(text) else { continue }
                if key.hasPrefix("sent.") {
                    current.sent[String(key.dropFirst(5))] = count
                } else if key.hasPrefix("received.") {
                    current.received[String(key.dropFirst(9))] = count
                }
            }
            report = current
        case "memory":
            guard let heap = event.integer("heap_in_use"),
                let mapped = event.integer("heap_mapped"), let resident = event.integer("resident")
            else { return }
            memory = Memory(
                heap: UInt64(heap + mapped), resident: UInt64(resident), time: event.time)
        default: break
        }
    }
}
