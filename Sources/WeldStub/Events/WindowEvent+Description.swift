extension WindowEvent {
    /// The event's name in its line.
    var name: String {
        switch self {
        case .display: "display"
        case .window: "window"
        case .framePresented: "frame-presented"
        case .validationMessage: "validation-message"
        case .displayEnded: "display-ended"
        }
    }

    /// Writes the event's fields.
    func describe(into line: inout EventLine) {
        switch self {
        case .display(
            let driver, let device, let api, let validation, let mode, let upload, let blit,
            let format, let images, let hasFeedback):
            line.text("driver", driver)
            line.text("device", device)
            line.text("api", api)
            line.text("validation", validation ?? "none")
            // The layer is never loaded without it.
            line.flag("sync_validation", validation != nil)
            line.text("present_mode", mode)
            line.text("upload", upload)
            line.text("blit", blit)
            line.text("format", format)
            line.integer("images", images)
            line.flag("feedback", hasFeedback)
        case .window(let width, let height):
            line.integer("width", width)
            line.integer("height", height)
        case .framePresented(let id, let witness, let age, let torn, let epoch, let slot):
            line.integer("id", id)
            if let witness { line.integer("witness", witness) }
            if let age { line.integer("age_ns", age) }
            line.flag("torn", torn)
            line.integer("epoch", epoch)
            if let slot { line.integer("read_back", slot) }
        case .validationMessage(let severity, let id, let text):
            line.text("severity", severity)
            line.text("id", id)
            line.text("text", text)
        case .displayEnded(let counts):
            for count in counts { line.integer(count.name, count.count) }
        }
    }
}
