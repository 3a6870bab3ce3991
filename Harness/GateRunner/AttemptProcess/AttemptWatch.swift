import GateKit
import GateLedger
import Glibc

/// Watches one running attempt from its own thread: stores what it reports as it arrives, and
/// ends it by the ladder evidence, TERM, KILL when it must be ended (gates.md#rule-7).
struct AttemptWatch: ~Copyable {
    /// What is watched.
    struct Subject: Sendable {
        var pid: Int32
        /// Readable when the process has ended; negative where the kernel has none.
        var processDescriptor: Int32
        var deadline: UInt64
    }

    let subject: Subject
    let limits: AttemptLimits
    let interruption: Interruption
    let hunt: StrayHunt
    let report: AttemptReporting
    private let output: HostDescriptor
    private let errors: HostDescriptor
    private var outputOpen = true
    private var errorsOpen = true
    private var messages: MessageStream
    private var tail: ByteTail
    private var lastEvents = LastEvents()
    private var pending: [AttemptMessage] = []
    private var flushDue: UInt64?
    private var lingersUntil: UInt64?
    private var ladder = DeadlineLadder()
    private var storeFailure: JournalError?
    private var killedAlong: [String] = []
    private var buffer = [UInt8](repeating: 0, count: 1 << 18)

    init(
        _ subject: Subject, limits: AttemptLimits, interruption: Interruption, hunt: StrayHunt,
        report: AttemptReporting, output: HostDescriptor, errors: HostDescriptor
    ) {
        self.subject = subject
        self.limits = limits
        self.interruption = interruption
        self.hunt = hunt
        self.report = report
        self.output = output
        self.errors = errors
        messages = MessageStream(limits: limits)
        tail = ByteTail(limit: limits.errorTailBytes)
    }

    /// Watches until the process has ended and nothing of it runs any more.
    consuming func run() -> AttemptWatchResult {
        while HostProcess.ending(of: subject.pid) == nil {
            waitForNews()
            drain(rounds: 1)
            flushIfDue()
            step()
        }
        let status = HostProcess.ending(of: subject.pid) ?? .exited(code: -1)
        let strays = clearStrays(status)
        // Whoever else holds the pipes is dead now; what they still hold is finite.
        drain(rounds: 256)
        let cutOff = ladder.isClimbing || status != .exited(code: 0)
        pending += messages.finish(cutOff: cutOff)
        flush()
        return AttemptWatchResult(
            ending: ladder.ending(status), reachedItsEnd: messages.reachedItsEnd,
            strays: strays, killReason: ladder.reason, killedAlong: killedAlong,
            errorTail: tail.text, storeFailure: storeFailure)
    }

    // MARK: - Waiting

    private func waitForNews() {
        let end = ladder.nextStep ?? min(subject.deadline, lingersUntil ?? UInt64.max)
        let limit = min(end, flushDue ?? UInt64.max)
        // Without a pidfd only asking tells that the process has ended.
        let ask = subject.processDescriptor < 0 ? HostClock.now() + 20_000_000 : UInt64.max
        _ = HostPoll.readable(
            [
                outputOpen ? output.rawValue : -1, errorsOpen ? errors.rawValue : -1,
                subject.processDescriptor, ladder.isClimbing ? -1 : interruption.counter,
            ], until: min(limit, ask))
    }

    // MARK: - Reading

    private mutating func drain(rounds: Int) {
        for _ in 0..<rounds {
            let more = drainOutput()
            let moreErrors = drainErrors()
            if !more, !moreErrors { return }
        }
    }

    /// Reads once; false where nothing waits.
    private mutating func drainOutput() -> Bool {
        guard outputOpen, let count = output.read(into: &buffer) else { return false }
        guard count > 0 else {
            outputOpen = false
            startLingering()
            return false
        }
        for message in messages.feed(buffer[..<count]) {
            lastEvents.hear(message)
            pending.append(report.heard(message))
        }
        if messages.reachedItsEnd { startLingering() }
        if !pending.isEmpty, flushDue == nil {
            flushDue = HostClock.now() + limits.flush.nanoseconds
        }
        if count == buffer.count { flush() }
        return true
    }

    private mutating func drainErrors() -> Bool {
        guard errorsOpen, let count = errors.read(into: &buffer) else { return false }
        guard count > 0 else {
            errorsOpen = false
            return false
        }
        tail.append(buffer[..<count])
        report.heardError(buffer[..<count])
        return true
    }

    /// An attempt that can report no more is given a short time to end.
    private mutating func startLingering() {
        if lingersUntil == nil { lingersUntil = HostClock.now() + limits.lingering.nanoseconds }
    }

    // MARK: - Storing

    private mutating func flushIfDue() {
        if let flushDue, HostClock.now() >= flushDue { flush() }
    }

    private mutating func flush() {
        flushDue = nil
        guard !pending.isEmpty else { return }
        defer { pending.removeAll(keepingCapacity: true) }
        guard storeFailure == nil else { return }
        do throws(JournalError) {
            try report.store(pending)
        } catch {
            storeFailure = error
        }
    }

    // MARK: - Ending

    private mutating func step() {
        let now = HostClock.now()
        if !ladder.isClimbing {
            guard let reason = reasonToEnd(now) else { return }
            flush()
            if reason.needsEvidence { gatherEvidence(reason) }
            ladder.begin(reason)
        }
        guard HostProcess.ending(of: subject.pid) == nil,
            let step = ladder.climb(HostClock.now(), termGrace: limits.termGrace)
        else { return }
        switch step {
        case .term:
            HostProcess.signal(SIGTERM, toGroup: subject.pid)
            // A stopped process would never see it.
            HostProcess.signal(SIGCONT, toGroup: subject.pid)
        case .kill:
            HostProcess.signal(SIGKILL, toGroup: subject.pid)
            killedAlong += hunt.kill(except: subject.pid)
        }
    }

    private func reasonToEnd(_ now: UInt64) -> DeadlineLadder.Reason? {
        if storeFailure != nil { return .storeFailed }
        if interruption.isRequested { return .interrupted }
        if messages.byteCount > limits.outputBytes { return .tooMuchOutput(limits.outputBytes) }
        if now >= subject.deadline { return .deadline }
        if let lingersUntil, now >= lingersUntil {
            return .lingering(outputClosed: !outputOpen && !messages.reachedItsEnd)
        }
        return nil
    }

    private mutating func gatherEvidence(_ reason: DeadlineLadder.Reason) {
        let processes = hunt.running()
        var text = "\(reason.sentence)\n\n"
        text += processes.map { ProcessEvidence.describe($0) }.joined(separator: "\n")
        text += "\n" + report.stacks(processes.map(\.pid), within: limits.evidence)
        if let events = lastEvents.text { text += "\n== last events\n\(events)\n" }
        if let tail = tail.text { text += "\n== standard error\n\(tail)\n" }
        if let artefact = report.keepEvidence(text) { pending.append(artefact) }
    }

    private mutating func clearStrays(_ status: AttemptStatus) -> [String] {
        if ladder.isClimbing {
            killedAlong += hunt.kill(except: subject.pid)
            return []
        }
        return hunt.clear(
            after: subject.pid,
            grace: status == .exited(code: 0) ? limits.strayGrace : limits.orphanGrace)
    }
}

/// What came of watching an attempt.
struct AttemptWatchResult: Sendable {
    var ending: AttemptEnding
    var reachedItsEnd: Bool
    /// What survived the attempt by itself, by name.
    var strays: [String]
    /// Why the harness ended the attempt; nil where it ended by itself.
    var killReason: DeadlineLadder.Reason?
    /// What the harness killed together with an attempt that it ended, by name.
    var killedAlong: [String]
    var errorTail: String?
    var storeFailure: JournalError?
}
