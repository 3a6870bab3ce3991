internal import GateKit
internal import WeldPlatform

/// The scheduling class of a measurement: what the attempt starts inherits it, so that a busy
/// neighbour cannot take a picture's time away.
enum RealTime {
    /// Before everything normal and behind the kernel's own.
    private static let wanted = SchedulingClass.roundRobin(priority: 10)

    /// Runs a body whose processes are in the real-time class where the machine allows it, and
    /// states which class it was.
    static func run<Result>(
        _ recorder: Recorder, _ body: () throws -> Result
    ) rethrows -> Result {
        let before = SchedulingClass.current
        do {
            try wanted.apply()
            recorder.fact("scheduling class", "\(wanted)")
        } catch {
            recorder.fact("scheduling class", "\(before) (\(error))")
        }
        defer { try? before.apply() }
        return try body()
    }
}
