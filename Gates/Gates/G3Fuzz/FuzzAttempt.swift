internal import GateFuzz
internal import GateHost
internal import GateKit
internal import WeldContract
internal import WeldWire

internal import struct GateHost.LedgerDifference

/// One execution of the fuzz procedure: the runtime first, then the editor, each through an error
/// campaign, saturation and a paced part, and then asked to leave; at last whatever was built with
/// a sanitizer.
struct FuzzAttempt {
    let plan: AttemptPlan
    let recorder: Recorder
    let length: FuzzLength
    let tally: FuzzTally
    /// Whether a failing script is reduced before it is kept.
    let shrinks: Bool

    init(plan: AttemptPlan, recorder: Recorder, shrinks: Bool = true) {
        self.plan = plan
        self.recorder = recorder
        // A control's fault is known; its time is better spent on the next one.
        self.shrinks = shrinks && !plan.isControl
        length = FuzzLength(plan)
        tally = FuzzTally(recorder: recorder)
    }

    /// Makes every part.
    func run() throws {
        for (index, role) in length.subjects.enumerated() {
            let seed = SeededGenerator.derive(plan.seed, UInt64(index))
            recorder.progress("the \(role.rawValue) under fuzz")
            if length.campaign > 0 { try campaign(role, seed) }
            if length.saturation > 0 {
                try traffic(
                    .saturation, role, SeededGenerator.derive(seed, 1), length.saturation)
            }
            if length.paced > 0 {
                try traffic(.paced, role, SeededGenerator.derive(seed, 2), length.paced)
            }
        }
        tally.flush()
        if let stubs = plan.sanitizedStubs {
            SanitizedFuzz(plan: plan, stubs: stubs, recorder: recorder).run()
        }
    }

    // MARK: - Errors

    private func campaign(_ role: Role, _ seed: UInt64) throws {
        let subject = try start(role)
        var campaign = FuzzCampaign(subject, seed: seed, attempt: self)
        tally.begin()
        let watch = campaign.warmUp() ? LeakWatch(subject) : nil
        if watch != nil { campaign.run(seconds: length.campaign) }
        tally.end()
        if campaign.isAlive, let watch, watch.compare(subject, recorder) {
            try farewell(subject)
        } else {
            tally.flush()
            subject.kill()
        }
    }

    /// Starts a stub and makes sure that its sabotages, and no others, are on.
    private func start(_ role: Role, requests: Int? = nil) throws -> FuzzSubject {
        let subject = try FuzzSubject(role, plan: plan, requests: requests, recorder: recorder)
        tally.add(FuzzMetric.crashes, 0)
        tally.add(FuzzMetric.hangs, 0)
        let expected = Set(
            plan.controls.filter { ($0.subject == .editor) == (role == .editor) }.map(\.name))
        guard !expected.isEmpty else { return subject }
        let deadline = Deadline.after(.seconds(2))
        while !subject.events.sabotages.isSuperset(of: expected), !deadline.hasPassed,
            subject.status == .running
        {
            subject.wait(deadline)
        }
        if subject.events.sabotages == expected { recorder.count(Control.announcementMetric) }
        return subject
    }

    /// A real stub that announced a sabotage would make a liar of every sample.
    private func checkHonesty(_ subject: FuzzSubject) {
        if !plan.isControl, let sabotage = subject.events.sabotages.first {
            recorder.fault(.harness, "the \(subject.role.rawValue) announced \(sabotage)")
        }
    }

    /// Counts a stub's end that nobody asked for, and says what it was.
    func lost(_ subject: FuzzSubject, _ status: ProcessStatus) {
        tally.add(FuzzMetric.crashes, 1)
        recorder.fact("the \(subject.role.rawValue) ended", status.description)
        subject.recordLastEvents(recorder)
    }

    // MARK: - Traffic

    private func traffic(
        _ kind: TrafficPart.Kind, _ role: Role, _ seed: UInt64, _ seconds: Double
    ) throws {
        let rate = kind == .saturation ? 1_000_000 : Int(FuzzLength.pace / 2)
        let subject = try start(role, requests: role == .editor ? rate : nil)
        let part = TrafficPart(
            kind: kind, subject: subject, seed: seed, tally: tally, recorder: recorder)
        if part.run(seconds: seconds) { return try farewell(subject) }
        let status = subject.status
        if status != .running { lost(subject, status) }
        tally.flush()
        subject.kill()
    }

    /// The Shutdown: asked for, answered, and followed by a clean exit.
    private func farewell(_ subject: FuzzSubject) throws {
        checkHonesty(subject)
        let start = MonotonicClock.now()
        switch try leave(subject) {
        case .exited(code: ExitCode.clean.rawValue)?: break
        case .running?, nil:
            subject.recordLastEvents(recorder)
            recorder.violation(
                .hang, "the \(subject.role.rawValue) did not leave when it was asked to",
                span: .since(start))
        case let status?:
            subject.recordLastEvents(recorder)
            recorder.violation(
                .misbehaviour, "the \(subject.role.rawValue) did not exit with 0 but \(status)")
        }
        subject.kill()
    }

    /// Asks a stub to leave and returns how it ended; nil when it did not even greet.
    func leave(_ subject: FuzzSubject) throws -> ProcessStatus? {
        guard let socket = subject.connect() else { return nil }
        var side = TrafficSide(socket, role: subject.role.peer, seed: 1)
        guard side.greet(on: subject) else { return nil }
        if subject.role == .editor {
            subject.signal(Signals.terminate)
        } else {
            side.shutDown()
        }
        let deadline = Deadline.after(FuzzSubject.patience)
        while !side.isOver, !deadline.hasPassed {
            if !side.step() { subject.wait(deadline, side.descriptor, for: side.interests) }
        }
        let status = subject.waitForEnd(within: FuzzSubject.patience)
        subject.events.drain()
        tally.pass(side.sent)
        tally.pass(side.received)
        return status
    }
}

/// What the stub holds after its warm-up, to be compared with what it holds at the end: taken in
/// the same state both times, inside of a connection that was just greeted.
struct LeakWatch {
    private let roles: EditorRoles
    private let heap: UInt64?
    private let resident: UInt64?

    /// Connections whose memory is looked at: the most that the warm-up left is compared with the
    /// least at the end, so that what a thread still holds while it ends is no leak.
    static let looks = 5

    /// Looks at the stub; nil where it is gone.
    init?(_ subject: FuzzSubject) {
        var roles: EditorRoles?
        var heaps: [UInt64] = []
        var residents: [UInt64] = []
        for _ in 0..<Self.looks {
            let outcome = Self.lookInside(subject) { roles = EditorRoles(of: subject.pid) }
            guard outcome.ending == .closed else { return nil }
            if let memory = subject.events.memory {
                heaps.append(memory.heap)
                residents.append(memory.resident)
            }
        }
        guard let roles else { return nil }
        self.roles = roles
        heap = heaps.max()
        resident = residents.max()
    }

    /// Compares and records the differences; false where the stub is gone.
    func compare(_ subject: FuzzSubject, _ recorder: Recorder) -> Bool {
        var difference: LedgerDifference?
        var wait: TimeSpan?
        var heaps: [UInt64] = []
        var residents: [UInt64] = []
        for _ in 0..<Self.looks {
            let outcome = Self.lookInside(subject) {
                if difference?.isEmpty == true { return }
                // The first look is patient, and what is still there then has been waited for.
                let start = MonotonicClock.now()
                difference = EditorRoles.settledDifference(
                    of: subject.pid, since: roles,
                    within: wait == nil ? .seconds(1) : .zero)
                wait = wait ?? .since(start)
            }
            guard outcome.ending == .closed else { return false }
            if let memory = subject.events.memory {
                heaps.append(memory.heap)
                residents.append(memory.resident)
            }
        }
        guard let difference else { return false }
        if !difference.isEmpty {
            recorder.fact("the \(subject.role.rawValue) after fuzz", difference.sentence)
        }
        for (metric, word) in [
            (FuzzMetric.descriptors, "descriptor"), (FuzzMetric.threads, "thread"),
            (FuzzMetric.mappings, "mapping"),
        ] {
            let gained = difference.appeared.count { $0.hasPrefix(word) }
            recorder.count(metric, gained, span: wait)
        }
        record(FuzzMetric.heap, heap, heaps.min(), recorder)
        record(FuzzMetric.resident, resident, residents.min(), recorder)
        return true
    }

    private func record(
        _ metric: String, _ before: UInt64?, _ after: UInt64?, _ recorder: Recorder
    ) {
        guard let before, let after else { return }
        recorder.samples(metric, [Double(after > before ? after - before : 0)], unit: .bytes)
    }

    private static func lookInside(
        _ subject: FuzzSubject, _ look: () -> Void
    ) -> ConnectionOutcome {
        ConnectionRun.play([.connect, .greet, .expect(.served)], on: subject, onceGreeted: look)
    }
}
