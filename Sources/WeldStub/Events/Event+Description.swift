internal import WeldPlatform
internal import WeldWire

extension Event {
    /// The event's name in its line.
    var name: String {
        switch self {
        case .started: "started"
        case .sabotage: "sabotage"
        case .hold: "hold"
        case .connected: "connected"
        case .hello: "hello"
        case .ack: "ack"
        case .handover: "handover"
        case .ready: "ready"
        case .peerGone: "peer-gone"
        case .wireError: "wire-error"
        case .counts: "counts"
        case .memory: "memory"
        case .exiting: "exiting"
        case .swept: "swept"
        case .listening: "listening"
        case .spawned: "spawned"
        case .reaped: "reaped"
        case .heartbeatAcked: "heartbeat-acked"
        case .heartbeatMissed: "heartbeat-missed"
        case .paused: "paused"
        case .restarting: "restarting"
        case .restarted: "restarted"
        case .roundChecked: "round-checked"
        case .wrongReply: "wrong-reply"
        case .logged: "logged"
        case .frameRead: "frame-read"
        case .stopping: "stopping"
        case .forced: "forced"
        case .sendBlocked: "send-blocked"
        case .framePublished: "frame-published"
        case .labStep: "lab-step"
        case .lab(let event): event.name
        case .window(let event): event.name
        }
    }

    /// Writes the event's fields.
    func describe(into line: inout EventLine) {
        switch self {
        case .started(let engine, let build):
            line.text("engine", engine)
            line.text("build", build)
        case .sabotage(let name, let value):
            line.text("name", name)
            line.text("value", value)
        case .hold(let phase):
            line.text("phase", phase)
        case .connected(let connection, let peer):
            line.integer("connection", connection)
            line.integer("peer", peer)
        case .hello(let protocolVersion, let engine, let build, let capabilities):
            line.integer("protocol", protocolVersion)
            line.text("engine", engine)
            line.text("build", build)
            line.integer("capabilities", capabilities)
        case .ack(let accepted, let reason):
            line.flag("accepted", accepted)
            line.text("reason", reason)
        case .handover(let name, let size, let device, let inode):
            line.text("name", name)
            line.integer("size", size)
            line.integer("dev", device)
            line.integer("ino", inode)
        case .ready(let epoch), .restarted(let epoch):
            line.integer("epoch", epoch)
        case .peerGone(let how, let detail):
            line.text("how", how)
            line.text("detail", detail)
        case .wireError(let name, let cause):
            line.text("name", name)
            line.text("cause", cause)
        case .counts(let connection, let counts):
            Self.describe(connection, counts, into: &line)
        case .memory(let use):
            line.integer("heap_in_use", use.heapInUse)
            line.integer("heap_mapped", use.heapMapped)
            line.integer("resident", use.resident)
        case .exiting(let code):
            line.integer("code", code.rawValue)
        case .lab(let event):
            event.describe(into: &line)
        case .window(let event):
            event.describe(into: &line)
        default:
            describeOwn(into: &line)
        }
    }

    /// Writes the fields of what only one of the stubs reports.
    private func describeOwn(into line: inout EventLine) {
        switch self {
        case .swept(let path), .listening(let path):
            line.text("path", path)
        case .spawned(let child):
            line.integer("child", child)
        case .reaped(let child, let status):
            line.integer("child", child)
            line.text("status", status)
        case .heartbeatMissed(let silent):
            line.integer("silent_ns", silent)
        case .paused(let nanoseconds):
            line.integer("pause_ns", nanoseconds)
        case .restarting(let deaths):
            line.integer("deaths", deaths)
        case .roundChecked(let replies):
            line.integer("replies", replies)
        case .wrongReply(let type, let sequence):
            line.text("type", type)
            line.integer("sequence", sequence)
        case .logged(let level, let text):
            line.integer("level", level)
            line.text("text", text)
        case .frameRead(let id, let witness, let age, let torn, let epoch):
            line.integer("id", id)
            line.integer("witness", witness)
            if let age { line.integer("age_ns", age) }
            line.flag("torn", torn)
            line.integer("epoch", epoch)
        case .stopping(let reason):
            line.text("reason", reason)
        case .forced(let signal, let child):
            line.integer("signal", signal)
            line.integer("child", child)
        case .framePublished(let id, let done, let epoch):
            line.integer("id", id)
            line.integer("t_done_ns", done)
            line.integer("epoch", epoch)
        case .labStep(let step, let name):
            line.integer("step", step)
            line.text("name", name)
        default:
            break
        }
    }

    /// `sent.Echo`, `received.Echo` and so on, every type that passed at least once.
    private static func describe(
        _ connection: UInt64, _ counts: TrafficCounts, into line: inout EventLine
    ) {
        line.integer("connection", connection)
        for type in MessageType.allCases {
            let name = type.descriptor.name
            if counts.sent(type) > 0 { line.integer("sent.\(name)", counts.sent(type)) }
            if counts.received(type) > 0 {
                line.integer("received.\(name)", counts.received(type))
            }
        }
    }
}
