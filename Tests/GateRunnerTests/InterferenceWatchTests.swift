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
        "with two spinning neighbours a processor a slow subject is INCONCLUSIVE, never NO-GO",
        .timeLimit(.minutes(2)))
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
        #expect(transcript.reason.contains("host too noisy: 8 of 8 samples"))
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

    @Test("beside subjects in the real-time class a canary of their priority sings, else none")
    func subjectCanary() throws {
        for priority: Int32 in [0, 10] {
            let watch = InterferenceWatch(subjectPriority: priority)
            watch.start(attempt: getpid())
            var windows: [HostWindow] = []
            while windows.isEmpty {
                usleep(10_000)
                windows = hostWindows(in: watch.drain())
            }
            _ = watch.finish()
            #expect(windows.allSatisfy { ($0.subjectWakeUpError != nil) == (priority > 0) })
        }
    }

    @Test("a canary gets the class that it was asked for", .enabled(if: RealTimeClass.isAllowed))
    func canaryClass() throws {
        let canary = try Canary(processor: 0, priority: 7)
        defer { canary.stop() }
        let deadline = Date(timeIntervalSinceNow: 30)
        while !RealTimeClass.priorities.contains(7) {
            try #require(Date() < deadline, "no thread has priority 7")
            usleep(1_000)
        }
    }

    @Test("an attempt that describes the host itself is ERROR", .timeLimit(.minutes(2)))
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

    /// The real-time priorities of this process's threads, 0 for a normal one.
    static var priorities: [Int] {
        (Ledger.threads(of: getpid()) ?? []).compactMap { thread in
            let line = Ledger.detail("task/\(thread.number)/stat", of: getpid())
            // The name may hold anything; the last parenthesis ends it.
            let fields = line?.split(separator: ")").last?.split(separator: " ") ?? []
            return fields.count > 37 ? Int(fields[37]) : nil
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
