import Foundation
import GateHost
import GateKit
import Glibc
import Synchronization
import Testing

@testable import GateRunner
@testable import fixture_gates

/// What the harness sees of the machine beside an attempt.
@Suite("The interference watch")
struct InterferenceWatchTests {
    @Test(
        "with two spinning neighbours a processor a slow subject is INCONCLUSIVE, never NO-GO")
    func neighbours() throws {
        let spinners = (0..<2 * ProcessInfo.processInfo.activeProcessorCount).map { _ in
            let spinner = Process()
            // Bounded by itself: a spinner that outlives a failed test would be noise for others.
            spinner.executableURL = URL(fileURLWithPath: "/bin/sh")
            spinner.arguments = ["-c", "ulimit -t 20; while :; do :; done"]
            spinner.standardOutput = FileHandle.nullDevice
            spinner.standardError = FileHandle.nullDevice
            return spinner
        }
        for spinner in spinners { try spinner.run() }
        defer { for spinner in spinners { kill(spinner.processIdentifier, SIGKILL) } }
        let run = try FixtureRun("slow")
        defer { run.clean() }
        let transcript = try #require(run.transcript())
        #expect(transcript.verdict == .inconclusive)
        #expect(transcript.reason.contains("host: 8 of 8 samples"))
        #expect(transcript.windows.allSatisfy { $0.foreign > 0 })
    }

    @Test("windows follow each other without a gap for as long as the attempt ran")
    func gapless() throws {
        let run = try FixtureRun("slow")
        defer { run.clean() }
        let windows = try #require(run.transcript()).windows
        #expect(windows.count >= 2)
        #expect(zip(windows, windows.dropFirst()).allSatisfy { $0.end == $1.start })
        #expect(windows.allSatisfy { $0.end > $0.start })
        // The kernel counts in steps: a single window of an idle attempt may show nothing.
        #expect(windows.contains { $0.own > 0 })
    }

    @Test("each processor has pulses before the window in which they came")
    func pulses() throws {
        let watch = InterferenceWatch(.ofThisMachine)
        watch.start(attempt: getpid())
        var seen: [StoredEvidence] = []
        while hostWindows(in: seen).count < 2 {
            usleep(10_000)
            seen += watch.drain()
        }
        seen += watch.finish()
        var processors: Set<Int> = []
        var beats: [HostPulse] = []
        for evidence in seen {
            switch evidence {
            case .pulses(let came):
                processors.formUnion(came.map(\.processor))
                beats += came
            case .host(let window):
                #expect(window.wakeUpError == beats.map(\.lateness).max() ?? 0)
                #expect(window.processors == (try? Affinity.cpus())?.count)
                beats = []
            default: Issue.record("\(evidence)")
            }
        }
        #expect(processors == Set(try Affinity.cpus().prefix(PulseCalibration.mostPulses)))
    }

    @Test("without a calibration there are windows and no pulses")
    func noPulses() {
        let watch = InterferenceWatch(nil)
        watch.start(attempt: getpid())
        var seen: [StoredEvidence] = []
        while seen.isEmpty {
            usleep(10_000)
            seen += watch.drain()
        }
        seen += watch.finish()
        #expect(hostWindows(in: seen).count == seen.count)
    }

    @Test("pulses get a real-time priority", .enabled(if: RealTimeClass.isAllowed))
    func pulseClass() throws {
        #expect(try #require(PulseCalibration.ofThisMachine).rule.priority == 20)
    }

    @Test("an attempt that describes the host itself is ERROR")
    func forged() throws {
        let run = try FixtureRun("forged-window")
        defer { run.clean() }
        let transcript = try #require(run.transcript())
        #expect(transcript.verdict == .error)
        #expect(transcript.faults.count == 1)
        #expect(transcript.faults.first?.text.contains("a line that is no message") == true)
    }

    @Test("counters that fall behind each other give no negative times")
    func saturated() {
        let early = HostReading(now: 100, idle: 50, own: 70)
        let late = HostReading(now: 110, idle: 500, own: 60)
        let window = HostWindow(from: early, to: late, wakeUpError: 4)
        #expect(window.foreign == 0)
        #expect(window.own == 0)
        #expect(window.idle == 450)
        #expect(window.wakeUpError == 4)
    }
}

/// What this machine lets threads have.
private enum RealTimeClass {
    /// Whether a thread may enter the class: tried on one of its own, which ends right after.
    static var isAllowed: Bool {
        let answer = Mutex<Bool?>(nil)
        let thread = Thread {
            let entered = (try? SchedulingClass.roundRobin(priority: 1).apply()) != nil
            answer.withLock { $0 = entered }
        }
        thread.start()
        while true {
            if let known = answer.withLock({ $0 }) { return known }
            usleep(1_000)
        }
    }
}

extension Transcript {
    /// What the harness saw of the machine beside the first attempt.
    fileprivate var windows: [HostWindow] { hostWindows(in: attempts.first?.messages ?? []) }
}

private func hostWindows(in messages: [StoredEvidence]) -> [HostWindow] {
    messages.compactMap { message -> HostWindow? in
        if case .host(let window) = message { window } else { nil }
    }
}
