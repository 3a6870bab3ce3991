/// What the observer of the composited output reports, and the judge's own presenter beside it:
/// processes of the judge's, and no stubs (gates.md#g6).
public enum ObserverEvent: Equatable, Sendable {
    /// A first picture was captured.
    case compositorReady(
        socket: String, width: Int, height: Int, format: String, captureVersion: UInt32)
    /// The most frames that the compositor showed in a time with nobody drawing.
    case pace(frames: UInt64, spanNanoseconds: UInt64)
    /// The output shows something new; what its rows say, and of how many rows the pixels were
    /// compared with the frame's and how many of them were others; nil where none were.
    case composited(
        capture: Int, shownNanoseconds: UInt64, frame: UInt32?, torn: Bool, unreadable: Int,
        foreign: Int, backwards: Bool, pixelRows: Int?, wrongPixels: Int?)
    /// A picture was not replaced for too long; since when it is shown.
    case stale(shownNanoseconds: UInt64, frame: UInt32?)
    /// The observation is over; its pictures are being written.
    case stopped(captures: Int)
    /// What there was in all.
    case observed(captures: Int, torn: Int, stale: Int, failed: Int)
    /// A picture was written to a file.
    case kept(name: String, path: String, frame: UInt32?, shownForNanoseconds: UInt64?)
    /// A picture could not be written.
    case notKept(path: String)
    /// The judge's own presenter has completed a picture and hands it to the compositor.
    case painted(frame: UInt32, doneNanoseconds: UInt64)
    /// Nothing can be observed, or shown.
    case failed(reason: String)

    /// The event's name in its line.
    public var name: EventName {
        switch self {
        case .compositorReady: .compositorReady
        case .pace: .pace
        case .composited: .composited
        case .stale: .stale
        case .stopped: .stopped
        case .observed: .observed
        case .kept: .kept
        case .notKept: .notKept
        case .painted: .painted
        case .failed: .observerFailed
        }
    }

    /// Writes the event's fields.
    func describe(into line: inout EventLine) {
        switch self {
        case .compositorReady(let socket, let width, let height, let format, let version):
            line.text("socket", socket)
            line.integer("width", width)
            line.integer("height", height)
            line.text("format", format)
            line.integer("capture_version", version)
        case .pace(let frames, let span):
            line.integer("frames", frames)
            line.integer("span_ns", span)
        case .composited(
            let capture, let shown, let frame, let torn, let unreadable, let foreign,
            let backwards, let pixelRows, let wrongPixels):
            line.integer("capture", capture)
            line.integer("shown_ns", shown)
            line.integer("frame", frame)
            line.flag("torn", torn)
            line.integer("unreadable", unreadable)
            line.integer("foreign", foreign)
            line.flag("backwards", backwards)
            line.integer("pixel_rows", pixelRows)
            line.integer("wrong_pixels", wrongPixels)
        case .stale(let shown, let frame):
            line.integer("shown_ns", shown)
            line.integer("frame", frame)
        case .stopped(let captures):
            line.integer("captures", captures)
        case .observed(let captures, let torn, let stale, let failed):
            line.integer("captures", captures)
            line.integer("torn", torn)
            line.integer("stale", stale)
            line.integer("failed", failed)
        case .kept(let name, let path, let frame, let shownFor):
            line.text("name", name)
            line.text("path", path)
            line.integer("frame", frame)
            line.integer("shown_for_ns", shownFor)
        case .notKept(let path):
            line.text("path", path)
        case .painted(let frame, let done):
            line.integer("frame", frame)
            line.integer("done_ns", done)
        case .failed(let reason):
            line.text("reason", reason)
        }
    }

    /// Reads the fields; nil for a name that is none of the observer's.
    init?(_ name: EventName, _ fields: EventFields) throws(ContractBreach) {
        switch name {
        case .compositorReady:
            self = .compositorReady(
                socket: try fields.text("socket"), width: try fields.integer("width"),
                height: try fields.integer("height"), format: try fields.text("format"),
                captureVersion: try fields.integer("capture_version"))
        case .pace:
            self = .pace(
                frames: try fields.integer("frames"), spanNanoseconds: try fields.integer("span_ns")
            )
        case .composited:
            self = .composited(
                capture: try fields.integer("capture"),
                shownNanoseconds: try fields.integer("shown_ns"),
                frame: try fields.optionalInteger("frame"), torn: try fields.flag("torn"),
                unreadable: try fields.integer("unreadable"),
                foreign: try fields.integer("foreign"), backwards: try fields.flag("backwards"),
                pixelRows: try fields.optionalInteger("pixel_rows"),
                wrongPixels: try fields.optionalInteger("wrong_pixels"))
        case .stale:
            self = .stale(
                shownNanoseconds: try fields.integer("shown_ns"),
                frame: try fields.optionalInteger("frame"))
        case .stopped: self = .stopped(captures: try fields.integer("captures"))
        case .observed:
            self = .observed(
                captures: try fields.integer("captures"), torn: try fields.integer("torn"),
                stale: try fields.integer("stale"), failed: try fields.integer("failed"))
        case .kept:
            self = .kept(
                name: try fields.text("name"), path: try fields.text("path"),
                frame: try fields.optionalInteger("frame"),
                shownForNanoseconds: try fields.optionalInteger("shown_for_ns"))
        case .notKept: self = .notKept(path: try fields.text("path"))
        case .painted:
            self = .painted(
                frame: try fields.integer("frame"), doneNanoseconds: try fields.integer("done_ns"))
        case .observerFailed: self = .failed(reason: try fields.text("reason"))
        default: return nil
        }
    }
}
