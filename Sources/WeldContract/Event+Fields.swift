// Spelling and reading of every event's fields, side by side: a key stands once in each of the two
// functions, and a test takes every event through both.

extension Event {
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
        case .counts(let connection, let sent, let received):
            line.integer("connection", connection)
            for count in sent { line.integer("sent.\(count.name)", count.count) }
            for count in received { line.integer("received.\(count.name)", count.count) }
        case .memory(let heapInUse, let heapMapped, let resident):
            line.integer("heap_in_use", heapInUse)
            line.integer("heap_mapped", heapMapped)
            line.integer("resident", resident)
        case .exiting(let code, let events):
            line.integer("code", code.rawValue)
            line.integer("events", events)
        case .lab(let event): event.describe(into: &line)
        case .window(let event): event.describe(into: &line)
        case .observer(let event): event.describe(into: &line)
        default: describeOneSided(into: &line)
        }
    }

    /// Writes the fields of what only one of the stubs reports.
    private func describeOneSided(into line: inout EventLine) {
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
        case .leftOpen(let type, let sequence, let success):
            line.text("type", type)
            line.integer("sequence", sequence)
            line.flag("success", success)
        case .logged(let level, let text):
            line.integer("level", level)
            line.text("text", text)
        case .frameRead(let id, let witness, let age, let marks, let epoch):
            line.integer("id", id)
            line.integer("witness", witness)
            line.integer("age_ns", age)
            marks.describe(into: &line)
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
        default:
            break
        }
    }

    /// Reads the fields of an event with this name.
    init(_ name: EventName, _ fields: EventFields) throws(ContractBreach) {
        switch name {
        case .started:
            self = .started(engine: try fields.text("engine"), build: try fields.text("build"))
        case .sabotage:
            self = .sabotage(name: try fields.text("name"), value: try fields.text("value"))
        case .hold: self = .hold(phase: try fields.text("phase"))
        case .connected:
            self = .connected(
                connection: try fields.integer("connection"), peer: try fields.integer("peer"))
        case .hello:
            self = .hello(
                protocolVersion: try fields.integer("protocol"), engine: try fields.text("engine"),
                build: try fields.text("build"), capabilities: try fields.integer("capabilities"))
        case .ack:
            self = .ack(accepted: try fields.flag("accepted"), reason: try fields.text("reason"))
        case .handover:
            self = .handover(
                name: try fields.text("name"), size: try fields.integer("size"),
                device: try fields.integer("dev"), inode: try fields.integer("ino"))
        case .ready: self = .ready(epoch: try fields.integer("epoch"))
        case .peerGone:
            self = .peerGone(how: try fields.text("how"), detail: try fields.text("detail"))
        case .wireError:
            self = .wireError(name: try fields.text("name"), cause: try fields.text("cause"))
        case .counts:
            self = .counts(
                connection: try fields.integer("connection"),
                sent: try fields.counts(prefix: "sent."),
                received: try fields.counts(prefix: "received."))
        case .memory:
            self = .memory(
                heapInUse: try fields.integer("heap_in_use"),
                heapMapped: try fields.integer("heap_mapped"),
                resident: try fields.integer("resident"))
        case .exiting:
            let code: Int32 = try fields.integer("code")
            guard let known = ExitCode(rawValue: code) else {
                throw ContractBreach(
                    event: fields.event, .wrongValue(key: "code", value: "\(code)"))
            }
            self = .exiting(known, events: try fields.optionalInteger("events"))
        default:
            if let event = try Self.oneSided(name, fields) {
                self = event
            } else if let event = try LabEvent(name, fields) {
                self = .lab(event)
            } else if let event = try WindowEvent(name, fields) {
                self = .window(event)
            } else if let event = try ObserverEvent(name, fields) {
                self = .observer(event)
            } else {
                throw ContractBreach(
                    event: name.rawValue, .wrongValue(key: "event", value: name.rawValue))
            }
        }
    }

    /// Reads what only one of the stubs reports; nil for the names of the groups.
    private static func oneSided(
        _ name: EventName, _ fields: EventFields
    ) throws(ContractBreach) -> Event? {
        switch name {
        case .swept: .swept(path: try fields.text("path"))
        case .listening: .listening(path: try fields.text("path"))
        case .spawned: .spawned(child: try fields.integer("child"))
        case .reaped:
            .reaped(child: try fields.integer("child"), status: try fields.text("status"))
        case .heartbeatAcked: .heartbeatAcked
        case .heartbeatMissed:
            .heartbeatMissed(silentNanoseconds: try fields.integer("silent_ns"))
        case .paused: .paused(nanoseconds: try fields.integer("pause_ns"))
        case .restarting: .restarting(deaths: try fields.integer("deaths"))
        case .restarted: .restarted(epoch: try fields.integer("epoch"))
        case .roundChecked: .roundChecked(replies: try fields.integer("replies"))
        case .wrongReply:
            .wrongReply(type: try fields.text("type"), sequence: try fields.integer("sequence"))
        case .leftOpen:
            .leftOpen(
                type: try fields.text("type"), sequence: try fields.integer("sequence"),
                success: try fields.flag("success"))
        case .logged: .logged(level: try fields.integer("level"), text: try fields.text("text"))
        case .frameRead:
            .frameRead(
                id: try fields.integer("id"), witness: try fields.integer("witness"),
                ageNanoseconds: try fields.optionalInteger("age_ns"), marks: try RowMarks(fields),
                epoch: try fields.integer("epoch"))
        case .stopping: .stopping(reason: try fields.text("reason"))
        case .forced:
            .forced(signal: try fields.integer("signal"), child: try fields.integer("child"))
        case .sendBlocked: .sendBlocked
        case .framePublished:
            .framePublished(
                id: try fields.integer("id"), doneNanoseconds: try fields.integer("t_done_ns"),
                epoch: try fields.integer("epoch"))
        default: nil
        }
    }
}
