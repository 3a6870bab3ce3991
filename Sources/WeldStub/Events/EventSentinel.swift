internal import WeldContract
public import WeldPlatform

/// Ends the process as soon as nobody reads its events any more.
///
/// So nothing outlives a killed harness, whatever else the stub is doing or failing to do
/// (contract.md#events).
public enum EventSentinel {
    /// Starts the watching thread; without events there is nothing to watch.
    ///
    /// - Parameter farewell: Removes what must not stay behind; runs on the watching thread right
    ///   before the end and must not wait for other threads.
    public static func start(
        watching events: EventWriter, farewell: @escaping @Sendable () -> Void = {}
    ) throws(SystemError) {
        guard let descriptor = events.descriptor else { return }
        _ = try OSThread.start(named: "weld-sentinel") {
            watch(descriptor)
            farewell()
            ProcessEnvironment.exitNow(ExitCode.watchdog.rawValue)
        }
    }

    /// Returns when the reader is gone: an error on a pipe, a hang-up on a socket.
    private static func watch(_ descriptor: Int32) {
        while true {
            guard let found = try? Poll.wait(descriptor, for: [], until: .never) else { return }
            if !found.isEmpty { return }
        }
    }
}
