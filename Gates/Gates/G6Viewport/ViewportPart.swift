/// The size of a window and of the pictures in it, in pixels.
struct WindowSize: Equatable {
    let width: Int
    let height: Int

    /// 1280x720.
    static let standard = WindowSize(width: 1280, height: 720)
    /// 640x360, half of it: a window of 1280x720 shows such pictures enlarged.
    static let half = WindowSize(width: 640, height: 360)
}

/// One window of an attempt: what its editor is told, and how long it is watched.
struct ViewportPart {
    /// How it is called, in a directory's name as well.
    let name: String
    /// What its editor is told besides.
    var arguments: [String] = []
    /// Seconds that are judged.
    let seconds: Int
    /// Size of its pictures.
    var size: WindowSize = .standard
    /// How many nanoseconds of its start are not judged: pipelines, first touch, the window's size.
    var settling: UInt64 = 300_000_000
    /// Whether the judge reads what the device gives back of every picture.
    var readsBack = true
    /// Whether somebody watches the screen meanwhile; else its first picture is one that the editor
    /// presented.
    var isObserved = true

    /// What a user gets: the pipeline that the device offers, nothing in between.
    static func main(seconds: Int) -> ViewportPart {
        ViewportPart(name: "window", seconds: seconds)
    }

    /// The milestone's pipeline: a picture is copied to staging memory and drawn from there, by an
    /// editor that is busy with requests besides.
    static func draw(seconds: Int) -> ViewportPart {
        ViewportPart(
            name: "draw",
            arguments: ["--blit", "draw", "--upload", "staging", "--requests", "200/s"],
            seconds: seconds)
    }

    /// Every call is checked by the validation layer, at sizes larger and smaller than the
    /// pictures' and at theirs; nothing is timed.
    static func validation(seconds: Int) -> ViewportPart {
        let size = WindowSize.half
        return ViewportPart(
            name: "validation",
            arguments: ["--validation", "on", "--size", "\(size.width)x\(size.height)"],
            seconds: seconds, size: size, settling: 0, readsBack: false)
    }

    /// A device that is late with everything: a few of its pictures.
    static let last = ViewportPart(
        name: "last", seconds: 1, isObserved: false)

    /// No window: there is no compositor.
    static let lonely = ViewportPart(name: "lonely", seconds: 1, readsBack: false)

    /// A window whose compositor dies.
    static let widow = ViewportPart(name: "widow", seconds: 1, readsBack: false)

    /// The window again with larger pictures.
    static func large(_ size: WindowSize, seconds: Int) -> ViewportPart {
        ViewportPart(
            name: "\(size.width)x\(size.height)",
            arguments: ["--size", "\(size.width)x\(size.height)"], seconds: seconds, size: size)
    }
}
