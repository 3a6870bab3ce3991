internal import Foundation
internal import GateHost
internal import GateKit
internal import Synchronization
internal import WeldContract

/// What a picture costs on its way through a real window, and how old it is there.
public struct WindowCost: Codable, Sendable {
    /// How pictures got to the device: `import` or `staging`.
    public let upload: String
    /// How they got into the window: `copy` or `draw`.
    public let blit: String
    /// Pictures that the editor presented in its life.
    public let pictures: UInt64
    /// Nanoseconds of processor time of all threads of the editor for one picture, the driver's
    /// included; the median of seconds.
    public let editorNanoseconds: Double
    /// Nanoseconds of the window's thread for one picture, stage by stage; means.
    public let stages: WindowStages
    /// How old pictures were when the editor handed them over.
    public let agePresented: AgeFigures
    /// How old they were when the compositor showed them first.
    public let ageShown: AgeFigures
    /// How old they were when another took their place.
    public let ageReplaced: AgeFigures
}

/// How long the stages of showing one picture take, in nanoseconds.
public struct WindowStages: Codable, Sendable {
    /// Judging and lending the slot, or copying it.
    public let supply: Double
    /// Acquiring an image of the window.
    public let acquire: Double
    /// Recording and submitting the commands.
    public let submit: Double
    /// Handing over; a software driver copies in here.
    public let present: Double
}

/// Ages of pictures at one place, in nanoseconds.
public struct AgeFigures: Codable, Sendable {
    /// The median.
    public let median: Double
    /// Of 99 % at most.
    public let percentile99: Double
    /// The oldest.
    public let worst: Double
}

/// Measures the real editor in a window of a compositor of its own, its real runtime, and the
/// observer (gates.md#g6).
public enum WindowBench {
    /// Why there is nothing to measure.
    public struct Failure: Error, CustomStringConvertible {
        /// One sentence that says what to do.
        public let description: String
    }

    /// Watches for some seconds.
    ///
    /// - Parameters:
    ///   - editor: The editor's path; the observer stands beside it.
    ///   - runtime: The runtime's path.
    ///   - directory: A private one of the caller's.
    public static func run(
        editor: String, runtime: String, in directory: String, seconds: Int = 3
    ) throws -> WindowCost {
        let scratch = "\(directory)/a"
        try FileManager.default.createDirectory(
            atPath: scratch, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(atPath: scratch) }
        let complaints = Mutex<[String]>([])
        let recorder = Recorder { message in
            switch message {
            case .violation(let violation): complaints.withLock { $0.append(violation.text) }
            case .fault(let fault): complaints.withLock { $0.append(fault.text) }
            default: break
            }
        }
        let plan = AttemptPlan(
            procedure: "bench", gates: [.g6], profile: .smoke, replicate: 0, seed: 1,
            scratchDirectory: scratch, editorPath: editor, runtimePath: runtime,
            deadlineSeconds: 60)
        do {
            return try RealTime.run { try watch(plan, seconds, recorder) }
        } catch let fault as ViewportFault {
            throw Failure(description: fault.description)
        } catch is NoPicture {
            let reasons = complaints.withLock { $0 }
            throw Failure(description: reasons.first ?? "the editor showed no picture")
        }
    }

    private struct NoPicture: Error {}

    private static func watch(
        _ plan: AttemptPlan, _ seconds: Int, _ recorder: Recorder
    ) throws -> WindowCost {
        let stage = try WindowStage(plan, recorder: recorder)
        let run = try WindowedRun(
            .main(seconds: seconds), on: stage, plan, recorder: recorder)
        guard try run.waitForPicture(within: .seconds(20)) else { throw NoPicture() }
        let start = MonotonicClock.now()
        let window = TimeSpan(start: start, end: start + UInt64(seconds) * 1_000_000_000)
        var cost = EditorCost(of: run.editorPID, pictures: run.presentedCount)
        for second in 1...max(1, seconds) {
            guard try run.watch(until: start + UInt64(second) * 1_000_000_000) else {
                throw NoPicture()
            }
            cost.note(pictures: run.presentedCount)
        }
        stage.stopWatching()
        try run.end()
        try stage.end()
        let transcript = run.transcript
        guard
            case .window(.displayEnded(let counts)) =
                stage.events.events.last(where: { $0.kind == .displayEnded })?.event,
            let pictures = counts.first(where: { $0.name == "presented" })?.count, pictures > 0
        else { throw NoPicture() }
        func mean(_ name: String) -> Double {
            Double(counts.first { $0.name == name }?.count ?? 0) / Double(pictures)
        }
        return WindowCost(
            upload: transcript.display?.upload ?? "", blit: transcript.display?.blit ?? "",
            pictures: pictures,
            editorNanoseconds: SortedSamples(cost.values.map(\.value)).quantile(0.5) ?? 0,
            stages: WindowStages(
                supply: mean("supply_ns"), acquire: mean("acquire_ns"), submit: mean("submit_ns"),
                present: mean("present_ns")),
            agePresented: figures(transcript.agesWhenPresented(in: window)),
            ageShown: figures(transcript.agesWhenShown(in: window)),
            ageReplaced: figures(transcript.agesAtReplacement(in: window)))
    }

    private static func figures(_ ages: [TimedValue]) -> AgeFigures {
        let sorted = SortedSamples(ages.map(\.value))
        return AgeFigures(
            median: sorted.quantile(0.5) ?? 0, percentile99: sorted.quantile(0.99) ?? 0,
            worst: sorted.values.last ?? 0)
    }
}
