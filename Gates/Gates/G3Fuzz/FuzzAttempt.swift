internal import GateHost
internal import GateKit
internal import GateWire
internal import WeldContract

/// One execution of the fuzz procedure: the runtime first, then the editor, each through an error
/// campaign, saturation, a paced part and one in which it is not read, and then asked to leave; at
/// last whatever was built with a sanitizer.
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
            if length.isBlocked { try blocked(role, SeededGenerator.derive(seed, 3)) }
        }
        checkLength()
        tally.flush()
        if let stubs = plan.sanitizedStubs {
            SanitizedFuzz(plan: plan, stubs: stubs, recorder: recorder).run()
        }
    }

    // MARK: - Errors

    private func campaign(_ role: Role, _ seed: UInt64) throws {
        let subject = try start(role, FuzzSubject.Options(engine: Self.longName))
        var campaign = FuzzCampaign(subject, seed: seed, attempt: self)
        tally.begin()
        campaign.warmUp()
        let watch = campaign.isAlive ? LeakWatch(&campaign) : nil
        if let watch {
            campaign.run(seconds: length.campaign / 2)
            let middle = campaign.isAlive ? LeakWatch(&campaign) : nil
            if let middle {
                campaign.run(seconds: length.campaign / 2)
                tally.end()
                if campaign.isAlive { watch.compare(&campaign, heapSince: middle, recorder) }
                if campaign.isAlive { LeakWatch.watchRest(&campaign, recorder) }
            } else {
                tally.end()
            }
        } else {
            tally.end()
        }
        finish(subject, isAlive: campaign.isAlive)
    }

    /// A name that no field takes whole: cut inside of a character by whoever counts bytes, and
    /// filling the 32 bytes of its field to the last by whoever forgets the NUL.
    static let longName = "0.1.0-ab" + String(repeating: "\u{2713}", count: 90)

    /// Starts a stub and makes sure that its sabotages, and no others, are on.
    private func start(
        _ role: Role, _ options: FuzzSubject.Options = FuzzSubject.Options()
    ) throws -> FuzzSubject {
        let subject = try FuzzSubject(role, plan: plan, options: options, recorder: recorder)
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

    /// A campaign that ends before its time, with stubs that served to the end, is the judge's own
    /// fault: what it did not ask it does not know.
    private func checkLength() {
        let wanted = FuzzLength.seconds(plan.profile)
        guard !plan.isControl, !tally.isBrokenOff, tally.seconds < wanted else { return }
        recorder.fault(
            .harness, "\(tally.seconds) s were measured of \(wanted) s, and nothing was lost")
    }

    /// A real stub that announced a sabotage would make a liar of every sample.
    private func checkHonesty(_ subject: FuzzSubject) {
        if !plan.isControl, let sabotage = subject.events.sabotages.first {
            recorder.record(.violation(.announcedUnasked(by: subject.role.rawValue)))
            recorder.fact("sabotage of the \(subject.role.rawValue)", sabotage)
        }
    }

    /// Counts a stub's end that nobody asked for, and says what it was.
    func lost(_ subject: FuzzSubject, _ status: ProcessStatus) {
        tally.breakOff()
        tally.add(FuzzMetric.crashes, 1)
        recorder.fact(
            "the \(subject.role.rawValue) ended",
            "\(status), in connection \(subject.connections), seed \(plan.seed)")
        subject.recordLastEvents(recorder)
    }

    // MARK: - Traffic

    private func traffic(
        _ kind: TrafficPart.Kind, _ role: Role, _ seed: UInt64, _ seconds: Double
    ) throws {
        let rate = kind == .saturation ? 1_000_000 : Int(FuzzLength.pace / 2)
        let subject = try start(
            role, FuzzSubject.Options(requests: role == .editor ? rate : nil))
        let part = TrafficPart(
            kind: kind, subject: subject, seed: seed, tally: tally, recorder: recorder)
        finish(subject, isAlive: part.run(seconds: seconds))
    }

    private func blocked(_ role: Role, _ seed: UInt64) throws {
        let subject = try start(role, BlockedPart.options(of: role))
        let part = BlockedPart(subject: subject, seed: seed, tally: tally, recorder: recorder)
        finish(subject, isAlive: part.run())
    }

    /// Asks a stub that serves to leave, and ends one that does not.
    ///
    /// - Parameter isAlive: Whether it serves; where not, that is recorded, or its end is here.
    private func finish(_ subject: FuzzSubject, isAlive: Bool) {
        if isAlive {
            checkHonesty(subject)
            farewell(subject)
        } else {
            tally.breakOff()
            let status = subject.status
            if status != .running, !subject.isEndNoted { lost(subject, status) }
        }
        tally.flush()
        subject.kill()
    }

    // MARK: - Farewell

    /// The Shutdown: asked for, answered, and followed by a clean exit.
    private func farewell(_ subject: FuzzSubject) {
        let start = MonotonicClock.now()
        let name = "the \(subject.role.rawValue)"
        let departure = leave(subject)
        switch departure.status {
        case .exited(code: ExitCode.clean.documented) where departure.wasAsked:
            if departure.isOrderly { return }
            recorder.violation(.misbehaviour, "\(name) left without the Shutdown's two frames")
        case .running:
            recorder.violation(
                .hang, "\(name) did not leave when it was asked to", span: .since(start))
        case let status where departure.wasAsked:
            recorder.violation(.misbehaviour, "\(name) did not exit with 0 but \(status)")
        case let status:
            return lost(subject, status)
        }
        tally.breakOff()
        subject.recordLastEvents(recorder)
    }

    /// How a stub left.
    struct Departure {
        /// How its process ended.
        var status: ProcessStatus
        /// Whether it was there to be asked.
        var wasAsked = false
        /// Whether Shutdown and ShutdownAck passed, once each.
        var isOrderly = false
    }

    /// Asks a stub to leave and returns how it did.
    func leave(_ subject: FuzzSubject) -> Departure {
        guard let socket = subject.connect() else { return Departure(status: subject.status) }
        var side = TrafficSide(
            socket, role: subject.role.peer, seed: 1,
            firstOfStub: subject.options.firstSequence ?? 1)
        let deadline = Deadline.after(FuzzSubject.patience)
        guard side.greet(on: subject) else { return Departure(status: subject.status) }
        if subject.role == .editor {
            // Its first round says that it knows of the handshake too.
            while side.received[.echo] == 0, !side.isOver, !deadline.hasPassed {
                if !side.step() { subject.wait(deadline, side.descriptor, for: side.interests) }
            }
            subject.signal(Signals.terminate)
        } else {
            side.shutDown()
        }
        while !side.isOver, !deadline.hasPassed {
            if !side.step() { subject.wait(deadline, side.descriptor, for: side.interests) }
        }
        let status = subject.waitForEnd(within: FuzzSubject.patience)
        subject.events.drain()
        tally.pass(side.sent)
        tally.pass(side.received)
        let passed = subject.role == .editor ? side.received : side.sent
        let answers = subject.role == .editor ? side.sent : side.received
        return Departure(
            status: status, wasAsked: true,
            isOrderly: passed[.shutdown] == 1 && answers[.shutdownAck] == 1)
    }
}
