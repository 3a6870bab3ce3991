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
            if let late = services.settings.sabotages[.lateLeave] {
                FaultPause.wait(nanoseconds: late.nanoseconds)
            }
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

    /// Sends a line of the log; not unasked to an editor of the milestone, which takes the next
    /// frame for its reply whatever it is (wire-protocol.md#left-open).
    private mutating func logLine(_ text: String, until deadline: Deadline = .never) {
        let settings = services.settings
        guard settings.regionName == nil || settings.sendsLog else { return }
        if services.settings.sabotages.has(.skipNumber) {
            _ = try? connection.reserveSequence(for: .logMessage)
        }
        let line = LogMessage(level: .info, timestampUs: MonotonicClock.now() / 1000, text: text)
        guard (try? connection.send(line, until: deadline)) != nil else { return }
        counts.countSent(.logMessage)
    }
}

/// The entities of a connection, as far as a stub has any: a counter.
struct Scene: Sendable {
    /// How many entities were created; their numbers are 1 to this.
    private(set) var entityCount: UInt64 = 0

    /// Creates an entity.
    mutating func spawn(_ request: SpawnEntity) -> EntityCreated {
        entityCount += 1
        var reply = EntityCreated()
        reply.entity = entityCount
        return reply
    }

    /// Answers a change; it fails for an entity that was never created (wire-protocol.md#messages).
    func modify(_ request: ModifyComponent) -> ModifyAck {
        var reply = ModifyAck()
        reply.success = request.entity >= 1 && request.entity <= entityCount ? 1 : 0
        return reply
    }
}

/// What the reading thread hands to the main loop.
enum SceneInput: Sendable {
    /// The editor accepted us.
    case opened
    /// The region is mapped and has a place for us.
    case region(ViewportRegion, ViewportWriter)
    /// A SpawnEntity with its number.
    case spawn(SpawnEntity, UInt32)
    /// A ModifyComponent with its number.
    case modify(ModifyComponent, UInt32)
    /// A Shutdown with its number.
    case shutdown(UInt32)
    /// The connection is over; nothing comes after this.
    case ended(SessionEnd)
}
