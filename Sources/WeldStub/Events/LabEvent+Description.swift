extension LabEvent {
    /// The event's name in its line.
    var name: String {
        switch self {
        case .sent: "lab-sent"
        case .received: "handle-received"
        case .readBack: "lab-readback"
        case .liveness: "lab-liveness"
        case .refused: "lab-refused"
        case .answered: "lab-answered"
        case .truncateRefused: "truncate-refused"
        case .truncateAllowed: "truncate-allowed"
        case .file: "lab-file"
        case .done: "lab-done"
        }
    }

    /// Writes the event's fields.
    func describe(into line: inout EventLine) {
        switch self {
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
}
