internal import GateKit

/// What two stubs reported during one pass of the handles lab, cut into its steps.
///
/// Pure: events in, trials out. The stubs report raw facts; what they mean is decided here.
struct LabTranscript {
    /// One step of the script with everything that either stub reported during it.
    struct Step {
        /// The step's name, such as `batch-60`.
        let name: String
        /// The events of both processes in the order of their arrival.
        var events: [StubEvent] = []

        /// Returns the step's events of a name.
        func all(_ name: String) -> [StubEvent] { events.filter { $0.name == name } }
        /// How the runtime took the step: `echo-reply`, or how it ended the connection.
        var answer: String? { all("lab-answered").first?.fields["how"] }
    }

    /// The steps in their order; what came before the first is left out.
    let steps: [Step]
    /// Every event, those before the first step included.
    let events: [StubEvent]

    init(_ events: [StubEvent]) {
        self.events = events
        var steps: [Step] = []
        for event in events {
            if event.name == "lab-step" { steps.append(Step(name: event.fields["name"] ?? "")) }
            guard !steps.isEmpty else { continue }
            steps[steps.count - 1].events.append(event)
        }
        self.steps = steps
    }

    /// Returns the step of a name.
    func step(_ name: String) -> Step? { steps.first { $0.name == name } }

    /// Whether the script came to its end.
    var isDone: Bool { events.contains { $0.name == "lab-done" } }
}

/// A descriptor's object, by identity.
struct ObjectIdentity: Hashable {
    let device: String
    let inode: String

    init?(_ event: StubEvent) {
        guard let device = event.fields["dev"], let inode = event.fields["ino"] else { return nil }
        self.device = device
        self.inode = inode
    }

    init(device: UInt64, inode: UInt64) {
        self.device = String(device)
        self.inode = String(inode)
    }
}
