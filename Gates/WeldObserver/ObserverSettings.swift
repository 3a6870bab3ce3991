import GateHost

/// What the observer is told; it is started by an attempt, never by hand.
struct ObserverSettings {
    /// The directory in which the compositor makes its socket, or the whole path of a socket.
    var display = ""
    /// Where pictures worth keeping are left; nil keeps none.
    var framesDirectory: String?
    /// How many torn pictures are kept at most.
    var tornKept = 5
    /// How long the compositor has to offer everything that is needed.
    var patience = Duration.seconds(10)
    /// The descriptor that events go to.
    var eventsDescriptor: Int32 = 1

    /// The part of the output that is watched; nil watches all of it.
    var region: ObservedRegion?

    /// The size of the judge's own pictures, which are shown instead of watched; nil watches.
    var presented: PresentedSize?
    /// Own pictures a second.
    var hertz: UInt64 = 60
    /// How long own pictures are shown at most; TERM ends it sooner.
    var length = Duration.seconds(10)
    /// Whether own pictures fill an output.
    var isFullscreen = false

    static let usage = """
        usage: weld-observer --display PATH [--region X,Y,WxH] [--frames DIR] [--patience-ms N]
                             [--events-fd N]
               weld-observer --present --display PATH [--size WxH] [--hz N] [--seconds N]
                             [--fullscreen] [--patience-ms N] [--events-fd N]

        Watches what a Wayland compositor really shows, by its capture protocol, until SIGTERM;
        or, with --present, shows it pictures of its own: what the host can carry.
        Started by the attempts of weld-gates. PATH is a socket, or a directory in which one
        appears.
        """

    /// Reads the command line; nil where it cannot be understood.
    init?(_ arguments: [String]) {
        var rest = arguments[...]
        while let name = rest.popFirst() {
            switch name {
            case "--present":
                presented = presented ?? PresentedSize(width: 1280, height: 720)
                continue
            case "--fullscreen":
                isFullscreen = true
                continue
            default: break
            }
            guard let value = rest.popFirst() else { return nil }
            switch name {
            case "--display": display = value
            case "--frames": framesDirectory = value
            case "--patience-ms":
                guard let number = Int(value), (1...600_000).contains(number) else { return nil }
                patience = .milliseconds(number)
            case "--events-fd":
                guard let number = Int32(value), number >= 0 else { return nil }
                eventsDescriptor = number
            case "--region":
                guard let region = ObservedRegion(value) else { return nil }
                self.region = region
            case "--size":
                guard let size = PresentedSize(value) else { return nil }
                presented = size
            case "--hz":
                guard let number = UInt64(value), (1...1000).contains(number) else { return nil }
                hertz = number
            case "--seconds":
                guard let number = Int(value), (1...600).contains(number) else { return nil }
                length = .seconds(number)
            default: return nil
            }
        }
        guard display.hasPrefix("/") else { return nil }
    }
}

/// Why the observer cannot observe: one sentence, for the attempt's ERROR.
struct ObserverFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// The part of an output that is watched, in pixels from its upper left corner.
struct ObservedRegion: Equatable {
    /// Pixels from the left, at least 0.
    let x: Int32
    /// Pixels from the top, at least 0.
    let y: Int32
    /// Pixels of a row, at least 1.
    let width: Int32
    /// Rows, at least 1.
    let height: Int32

    /// Reads `X,Y,WxH`.
    init?(_ text: String) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        let size = parts[2].split(separator: "x", omittingEmptySubsequences: false)
        let numbers = (parts[..<2] + size).compactMap { Int32($0) }
        guard size.count == 2, numbers.count == 4, numbers[0] >= 0, numbers[1] >= 0,
            (1...8192).contains(numbers[2]), (1...8192).contains(numbers[3])
        else { return nil }
        (x, y, width, height) = (numbers[0], numbers[1], numbers[2], numbers[3])
    }
}

/// The size of the judge's own pictures, in pixels.
struct PresentedSize {
    /// Pixels of a row, 480 to 8192: both marks have room.
    let width: Int
    /// Rows, 1 to 8192.
    let height: Int

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    /// Reads `WxH`.
    init?(_ text: String) {
        let numbers = text.split(separator: "x").compactMap { Int($0) }
        guard numbers.count == 2, (480...8192).contains(numbers[0]),
            (1...8192).contains(numbers[1])
        else { return nil }
        self.init(width: numbers[0], height: numbers[1])
    }
}
