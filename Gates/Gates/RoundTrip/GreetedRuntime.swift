internal import GateKit
internal import WeldPlatform
internal import WeldTransport

/// A real runtime that the attempt, in the editor's place, started and greeted.
struct GreetedRuntime: ~Copyable {
    /// The connection to it.
    var link: RuntimeLink

    private var process: SubjectProcess

    /// The runtime's process id.
    var pid: Int32 { process.pid }

    /// Starts a runtime, greets it and records how long start and handshake took.
    init(
        by editor: borrowing EditorSide, _ plan: AttemptPlan, events: EventReader,
        recorder: Recorder
    ) throws {
        let start = MonotonicClock.now()
        var process = try SubjectProcess(
            .runtime, plan: plan, arguments: editor.runtimeArguments, events: events,
            recorder: recorder)
        let link: RuntimeLink
        do {
            link = try editor.admitRuntime()
        } catch {
            throw process.failure(before: "the end of its handshake", error)
        }
        let now = MonotonicClock.now()
        recorder.samples(
            RoundTripMetric.start, [Double(link.helloReceivedAt - start)], unit: .nanoseconds,
            span: TimeSpan(start: start, end: link.helloReceivedAt))
        recorder.samples(
            RoundTripMetric.handshake, [Double(link.handshakeNanoseconds)], unit: .nanoseconds,
            span: TimeSpan(start: now - link.handshakeNanoseconds, end: now))
        self.process = process
        self.link = link
    }

    /// Asks the runtime to leave; anything but a clean exit is a violation.
    mutating func sendAway() throws {
        do throws(TransportError) {
            try link.shutDown()
        } catch {
            throw process.failure(before: "the end of its Shutdown", error)
        }
        try process.expectCleanExit(within: .seconds(2))
    }

    /// Closes a connection that broke and lets the runtime end as it likes.
    mutating func abandon() throws(SystemError) {
        link.connection.close()
        _ = try process.wait(until: .after(.seconds(2)))
    }
}
