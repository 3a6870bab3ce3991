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

    static let usage = """
        usage: weld-observer --display PATH [--frames DIR] [--patience-ms N] [--events-fd N]

        Watches what a Wayland compositor really shows, by its capture protocol, until SIGTERM.
        Started by the attempts of weld-gates. PATH is a socket, or a directory in which one
        appears.
        """

    /// Reads the command line; nil where it cannot be understood.
    init?(_ arguments: [String]) {
        var rest = arguments[...]
        while let name = rest.popFirst() {
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
