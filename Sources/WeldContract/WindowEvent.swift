/// What the editor's window reports (viewport.md#window).
public enum WindowEvent: Equatable, Sendable {
    /// The window is open: what it is drawn with.
    case display(WindowDisplay)
    /// The window has this size now, in pixels.
    case window(width: Int, height: Int)
    /// A picture was handed to the compositor; what it is was read back from the device, and is nil
    /// where the window does not show it pixel by pixel. Its age is that at the hand-over. The same
    /// rows lie in a slot of the read-back ring, where there is one and it had room.
    case framePresented(
        id: UInt64, witness: UInt64?, ageNanoseconds: UInt64?, marks: RowMarks, epoch: UInt32,
        readBackSlot: Int?)
    /// The validation layer complains.
    case validationMessage(severity: String, id: String, text: String)
    /// The window is closed: what it did, by name.
    case displayEnded([NamedCount])

    /// The event's name in its line.
    public var name: EventName {
        switch self {
        case .display: .display
        case .window: .window
        case .framePresented: .framePresented
        case .validationMessage: .validationMessage
        case .displayEnded: .displayEnded
        }
    }

    /// Writes the event's fields.
    func describe(into line: inout EventLine) {
        switch self {
        case .display(let display): display.describe(into: &line)
        case .window(let width, let height):
            line.integer("width", width)
            line.integer("height", height)
        case .framePresented(let id, let witness, let age, let marks, let epoch, let slot):
            line.integer("id", id)
            line.integer("witness", witness)
            line.integer("age_ns", age)
            marks.describe(into: &line)
            line.integer("epoch", epoch)
            line.integer("read_back", slot)
        case .validationMessage(let severity, let id, let text):
            line.text("severity", severity)
            line.text("id", id)
            line.text("text", text)
        case .displayEnded(let counts):
            for count in counts { line.integer(count.name, count.count) }
        }
    }

    /// Reads the fields; nil for a name that is none of the window's.
    init?(_ name: EventName, _ fields: EventFields) throws(ContractBreach) {
        switch name {
        case .display:
            self = .display(try WindowDisplay(fields))
        case .window:
            self = .window(
                width: try fields.integer("width"), height: try fields.integer("height"))
        case .framePresented:
            self = .framePresented(
                id: try fields.integer("id"), witness: try fields.optionalInteger("witness"),
                ageNanoseconds: try fields.optionalInteger("age_ns"), marks: try RowMarks(fields),
                epoch: try fields.integer("epoch"),
                readBackSlot: try fields.optionalInteger("read_back"))
        case .validationMessage:
            self = .validationMessage(
                severity: try fields.text("severity"), id: try fields.text("id"),
                text: try fields.text("text"))
        case .displayEnded: self = .displayEnded(try fields.counts(prefix: ""))
        default: return nil
        }
    }
}

/// What an editor's window is drawn with.
public struct WindowDisplay: Equatable, Sendable {
    /// Name and version of the driver.
    public var driver: String
    /// The device's name.
    public var device: String
    /// The version of Vulkan.
    public var api: String
    /// The version of the validation layer, synchronization included; nil without one.
    public var validation: String?
    /// How pictures wait for the screen: `mailbox` or `fifo`.
    public var presentMode: String
    /// How a picture gets to the device: `import` or `staging`.
    public var upload: String
    /// How a picture gets into the window's image: `copy` or `draw`.
    public var blit: String
    /// The format of the window's images, by its name in Vulkan.
    public var format: String
    /// How many images the window has.
    public var images: Int
    /// Whether the compositor says when it showed a picture.
    public var hasFeedback: Bool

    /// Creates a description; see the properties.
    public init(
        driver: String, device: String, api: String, validation: String?, presentMode: String,
        upload: String, blit: String, format: String, images: Int, hasFeedback: Bool
    ) {
        self.driver = driver
        self.device = device
        self.api = api
        self.validation = validation
        self.presentMode = presentMode
        self.upload = upload
        self.blit = blit
        self.format = format
        self.images = images
        self.hasFeedback = hasFeedback
    }

    /// The same as words, by the keys of the event, in the order of the alphabet.
    public var facts: [(key: String, value: String)] {
        [
            ("api", api), ("blit", blit), ("device", device), ("driver", driver),
            ("feedback", "\(hasFeedback)"), ("format", format), ("images", "\(images)"),
            ("present_mode", presentMode), ("sync_validation", "\(validation != nil)"),
            ("upload", upload), ("validation", validation ?? Self.noLayer),
        ]
    }

    private static let noLayer = "none"

    func describe(into line: inout EventLine) {
        line.text("driver", driver)
        line.text("device", device)
        line.text("api", api)
        line.text("validation", validation ?? Self.noLayer)
        // The layer is never loaded without it.
        line.flag("sync_validation", validation != nil)
        line.text("present_mode", presentMode)
        line.text("upload", upload)
        line.text("blit", blit)
        line.text("format", format)
        line.integer("images", images)
        line.flag("feedback", hasFeedback)
    }

    init(_ fields: EventFields) throws(ContractBreach) {
        let validation = try fields.text("validation")
        self.init(
            driver: try fields.text("driver"), device: try fields.text("device"),
            api: try fields.text("api"),
            validation: validation == Self.noLayer ? nil : validation,
            presentMode: try fields.text("present_mode"), upload: try fields.text("upload"),
            blit: try fields.text("blit"), format: try fields.text("format"),
            images: try fields.integer("images"), hasFeedback: try fields.flag("feedback"))
    }
}
