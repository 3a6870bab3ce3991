import WeldContract
import WeldPlatform
import WeldStub
import WeldTransport
import WeldViewport
import WeldWire

/// The main loop of one connection: changes the scene, draws, answers what concerns either.
struct MainLoop {
    private let connection: Connection
    private let queue: BoundedQueue<SceneInput>
    private let services: RuntimeServices
    private var scene = Scene()
    private var pictures: PictureSource?
    private var inputs: [SceneInput] = []
    private(set) var counts = TrafficCounts()

    init(_ connection: Connection, queue: BoundedQueue<SceneInput>, services: RuntimeServices) {
        self.connection = connection
        self.queue = queue
        self.services = services
    }

    /// Runs until the connection is over; the region is unmapped when this returns.
    mutating func run() -> SessionEnd {
        while true {
            queue.takeAll(into: &inputs, until: pictures?.due ?? .never)
            if let end = handleInputs() {
                pictures = nil
                return end
            }
            if pictures != nil, inputs.isEmpty { services.hold.reach(.idle) }
            if let end = draw() { return end }
        }
    }

    /// Handles what came together; the replies leave together too, before anything else is done.
    private mutating func handleInputs() -> SessionEnd? {
        let isBatch = inputs.count > 1
        if isBatch { connection.cork() }
        defer {
            // Where that fails, the reading thread sees why and ends the connection.
            if isBatch { try? connection.uncork() }
        }
        for index in inputs.indices {
            if let end = handle(inputs[index]) { return end }
        }
        return nil
    }

    /// Handles one input; returns how the connection ended if this ends it.
    private mutating func handle(_ input: SceneInput) -> SessionEnd? {
        switch input {
        case .opened:
            logLine("connected, engine \(services.identity.engine)")
        case .region(let region, let writer):
            pictures = PictureSource(region, writer, services: services)
            logLine("viewport ready ✓ \(region.layout.size.width)x\(region.layout.size.height)")
        case .spawn(let request, let sequence):
            reply(scene.spawn(request), to: sequence)
        case .modify(let request, let sequence):
            reply(scene.modify(request), to: sequence)
        case .shutdown(let sequence):
            services.hold.reach(.shutdown)
            reply(ShutdownAck(), to: sequence)
            try? connection.flush(until: .after(.seconds(1)))
            return .shutdown
        case .ended(let end):
            if case .editorGone(.endOfStream) = end { sayEnd() }
            return end
        }
        return nil
    }

    /// Draws what is due; an editor that spoils the region's words ends the connection.
    private mutating func draw() -> SessionEnd? {
        do throws(ViewportError) {
            try pictures?.drawIfDue()
            return nil
        } catch {
            services.log("\(error)")
            pictures = nil
            return .region(error.description)
        }
    }

    /// Sends a reply.
    ///
    /// Where that fails, the reading thread sees why and ends the connection.
    private mutating func reply<Reply: WireMessage>(_ reply: Reply, to sequence: UInt32) {
        guard (try? connection.send(reply, sequence: sequence)) != nil else { return }
        counts.countSent(Reply.type)
    }

    /// Marks the end of our own stream for an editor that has ended only its direction and still
    /// reads: all that was asked for is answered, and nothing comes after it (gates.md#g3).
    private mutating func sayEnd() {
        let soon = Deadline.after(.milliseconds(100))
        logLine("END", until: soon)
        try? connection.flush(until: soon)
    }

    private mutating func logLine(_ text: String, until deadline: Deadline = .never) {
        let line = LogMessage(level: .info, timestampUs: MonotonicClock.now() / 1000, text: text)
        guard (try? connection.send(line, until: deadline)) != nil else { return }
        counts.countSent(.logMessage)
    }
}
