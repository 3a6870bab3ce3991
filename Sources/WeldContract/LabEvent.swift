/// What the handles lab reports: raw facts, judged by nobody here (gates.md#g7).
public enum LabEvent: Equatable, Sendable {
    /// A step of the lab begins.
    case step(step: Int, name: String)
    /// A descriptor was sent with an Echo.
    case sent(step: Int, sequence: UInt32, index: Int, kind: String, device: UInt64, inode: UInt64)
    /// A descriptor arrived with an Echo.
    case received(
        sequence: UInt32, index: Int, kind: String, device: UInt64, inode: UInt64,
        closeOnExec: Bool, written: Int)
    /// What was read back through an object that the runtime had written.
    case readBack(step: Int, index: Int, kind: String, expected: String, actual: String)
    /// Whether a passed pipe's read end reports the end, all writers gone.
    case liveness(step: Int, index: Int, endOfFile: Bool)
    /// A send was refused before anything left.
    case refused(step: Int, count: Int, error: String, openBefore: Int, openAfter: Int)
    /// How the runtime ended a connection after a hostile frame.
    case answered(step: Int, how: String)
    /// The runtime was refused to truncate the region.
    case truncateRefused(code: Int32)
    /// The runtime could truncate the region, which it must not.
    case truncateAllowed
    /// A file that the runtime was asked to write into; read it when the editor is dead.
    case file(step: Int, path: String, expected: String)
    /// The script is at its end.
    case done(steps: Int)

    /// The event's name in its line.
    public var name: EventName {
        switch self {
        case .step: .labStep
        case .sent: .labSent
        case .received: .handleReceived
        case .readBack: .labReadBack
        case .liveness: .labLiveness
        case .refused: .labRefused
        case .answered: .labAnswered
        case .truncateRefused: .truncateRefused
        case .truncateAllowed: .truncateAllowed
        case .file: .labFile
        case .done: .labDone
        }
    }

    /// Writes the event's fields.
    func describe(into line: inout EventLine) {
        switch self {
        case .step(let step, let name):
            line.integer("step", step)
            line.text("name", name)
        case .sent(let step, let sequence, let index, let kind, let device, let inode):
            line.integer("step", step)
            line.integer("sequence", sequence)
            line.integer("index", index)
            line.text("kind", kind)
            line.integer("dev", device)
            line.integer("ino", inode)
        case .received(
            let sequence, let index, let kind, let device, let inode, let cloexec, let written):
            line.integer("sequence", sequence)
            line.integer("index", index)
            line.text("kind", kind)
            line.integer("dev", device)
            line.integer("ino", inode)
            line.flag("cloexec", cloexec)
            line.integer("written", written)
        case .readBack(let step, let index, let kind, let expected, let actual):
            line.integer("step", step)
            line.integer("index", index)
            line.text("kind", kind)
            line.text("expected", expected)
            line.text("actual", actual)
        case .liveness(let step, let index, let endOfFile):
            line.integer("step", step)
            line.integer("index", index)
            line.flag("eof", endOfFile)
        case .refused(let step, let count, let error, let openBefore, let openAfter):
            line.integer("step", step)
            line.integer("count", count)
            line.text("error", error)
            line.integer("open_before", openBefore)
            line.integer("open_after", openAfter)
        case .answered(let step, let how):
            line.integer("step", step)
            line.text("how", how)
        case .truncateRefused(let code):
            line.integer("errno", code)
        case .truncateAllowed:
            break
        case .file(let step, let path, let expected):
            line.integer("step", step)
            line.text("path", path)
            line.text("expected", expected)
        case .done(let steps):
            line.integer("steps", steps)
        }
    }

    /// Reads the fields; nil for a name that is none of the lab's.
    init?(_ name: EventName, _ fields: EventFields) throws(ContractBreach) {
        switch name {
        case .labStep:
            self = .step(step: try fields.integer("step"), name: try fields.text("name"))
        case .labSent:
            self = .sent(
                step: try fields.integer("step"), sequence: try fields.integer("sequence"),
                index: try fields.integer("index"), kind: try fields.text("kind"),
                device: try fields.integer("dev"), inode: try fields.integer("ino"))
        case .handleReceived:
            self = .received(
                sequence: try fields.integer("sequence"), index: try fields.integer("index"),
                kind: try fields.text("kind"), device: try fields.integer("dev"),
                inode: try fields.integer("ino"), closeOnExec: try fields.flag("cloexec"),
                written: try fields.integer("written"))
        case .labReadBack:
            self = .readBack(
                step: try fields.integer("step"), index: try fields.integer("index"),
                kind: try fields.text("kind"), expected: try fields.text("expected"),
                actual: try fields.text("actual"))
        case .labLiveness:
            self = .liveness(
                step: try fields.integer("step"), index: try fields.integer("index"),
                endOfFile: try fields.flag("eof"))
        case .labRefused:
            self = .refused(
                step: try fields.integer("step"), count: try fields.integer("count"),
                error: try fields.text("error"), openBefore: try fields.integer("open_before"),
                openAfter: try fields.integer("open_after"))
        case .labAnswered:
            self = .answered(step: try fields.integer("step"), how: try fields.text("how"))
        case .truncateRefused: self = .truncateRefused(code: try fields.integer("errno"))
        case .truncateAllowed: self = .truncateAllowed
        case .labFile:
            self = .file(
                step: try fields.integer("step"), path: try fields.text("path"),
                expected: try fields.text("expected"))
        case .labDone: self = .done(steps: try fields.integer("steps"))
        default: return nil
        }
    }
}
