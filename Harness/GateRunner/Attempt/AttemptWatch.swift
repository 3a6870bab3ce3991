import GateHost
import GateKit

/// Watches one running attempt from its own thread: stores what it reports as it arrives, and
/// ends it when it must be ended: evidence first, then TERM and KILL (gates.md#rule-7).
struct AttemptWatch: ~Copyable {
    /// What is watched.
    struct Subject: Sendable {
        var pid: Int32
        /// Readable when the process has ended; negative where the kernel has none.
        var processDescriptor: Int32
        var deadline: Deadline
    }

    /// Processes that are described of an attempt that has to be ended.
    private static let described = 50

    let subject: Subject
    let limits: AttemptLimits
    let interruption: Interruption
    let reaper: OrphanReaper
    let report: AttemptReporting
    private let output: SharedDescriptor
    private let errors: SharedDescriptor
    private var outputOpen = true
    private var errorsOpen = true
    private var messages: MessageStream
    private var tail: ByteTail
    private var lastEvents = LastEvents()
    private var pending: [StoredEvidence] = []
    private var flushDue: Deadline?
    private var lingersUntil: Deadline?
    private var termination = TerminationSequence()
    private var storeFailure: JournalError?
    private var killedAlong: [String] = []
    private var buffer = [UInt8](repeating: 0, count: 1 << 18)

    init(
        _ subject: Subject, limits: AttemptLimits, interruption: Interruption, reaper: OrphanReaper,
        report: AttemptReporting, output: SharedDescriptor, errors: SharedDescriptor
    ) {
        self.subject = subject
        self.limits = limits
        self.interruption = interruption
        self.reaper = reaper
        self.report = report
        self.output = output
        self.errors = errors
        messages = MessageStream(limits: limits)
        tail = ByteTail(limit: limits.errorTailBytes)
    }

    /// Watches until the process has ended and nothing of it runs any more.
    consuming func run() -> AttemptWatchResult {
        while isRunning {
            waitForNews()
            drain(rounds: 1)
            flushIfDue()
            step()
        }
        let status = ProcessStatus.peek(subject.pid)
        let strays = clearStrays(status)
        // Whoever else holds the pipes is dead now; what they still hold is finite.
        drain(rounds: 256)
        let cutOff = termination.hasBegun || status != .exited(code: 0)
        pending += messages.finish(cutOff: cutOff).compactMap { StoredEvidence($0) }
        flush()
        return AttemptWatchResult(
            ending: termination.ending(status), reachedItsEnd: messages.reachedItsEnd,
            strays: strays, killReason: termination.reason, killedAlong: killedAlong,
            errorTail: tail.text, storeFailure: storeFailure)
    }

    // MARK: - Waiting

    private func waitForNews() {
        let end =
            termination.nextStep.map { Deadline(nanoseconds: $0) }
            ?? min(subject.deadline, lingersUntil ?? .never)
        // Without a pidfd only asking tells that the process has ended.
        let ask: Deadline = subject.processDescriptor < 0 ? .after(.milliseconds(20)) : .never
        var entries = [
            outputOpen ? output.rawValue : -1, errorsOpen ? errors.rawValue : -1,
            subject.processDescriptor,
            termination.hasBegun ? -1 : interruption.counter.descriptor.rawValue,
        ].map { PollEntry($0, for: .readable) }
        _ = try? Poll.wait(&entries, until: min(end, flushDue ?? .never, ask))
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
            if let evidence = report.heard(message) { pending.append(evidence) }
        }
        if messages.reachedItsEnd { startLingering() }
        if !pending.isEmpty, flushDue == nil {
            flushDue = .after(limits.flush)
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
        if lingersUntil == nil { lingersUntil = .after(limits.lingering) }
    }

    // MARK: - Storing

    private mutating func flushIfDue() {
        if let flushDue, flushDue.hasPassed { flush() }
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
        if !termination.hasBegun {
            guard let reason = reasonToEnd() else { return }
            flush()
            if reason.needsEvidence { gatherEvidence(reason) }
            termination.begin(reason)
        }
        guard isRunning,
            let step = termination.step(at: MonotonicClock.now(), termGrace: limits.termGrace)
        else { return }
        switch step {
        case .term:
            Signals.send(Signals.terminate, toGroup: subject.pid)
            // A stopped process would never see it.
            Signals.send(Signals.continue, toGroup: subject.pid)
        case .kill:
            Signals.send(Signals.kill, toGroup: subject.pid)
            killedAlong += reaper.kill(except: subject.pid)
        }
    }

    private var isRunning: Bool { ProcessStatus.peek(subject.pid) == .running }

    private func reasonToEnd() -> TerminationSequence.Reason? {
        if storeFailure != nil { return .storeFailed }
        if interruption.isRequested { return .interrupted }
        if messages.byteCount > limits.outputBytes { return .tooMuchOutput(limits.outputBytes) }
        if subject.deadline.hasPassed { return .deadline }
        if let lingersUntil, lingersUntil.hasPassed {
            return .lingering(outputClosed: !outputOpen && !messages.reachedItsEnd)
        }
        return nil
    }

    private mutating func gatherEvidence(_ reason: TerminationSequence.Reason) {
        // A subject that forks without end is described by its first processes.
        let processes = Array(reaper.running().prefix(Self.described))
        var text = "\(reason.sentence)\n\n"
        text += processes.map { ProcessEvidence.describe($0) }.joined(separator: "\n")
        text += "\n" + report.stacks(processes.map(\.pid), within: limits.evidence)
        if let events = lastEvents.text { text += "\n== last events\n\(events)\n" }
        if let tail = tail.text { text += "\n== standard error\n\(tail)\n" }
        if let artefact = report.keepEvidence(text) { pending.append(artefact) }
    }

    private mutating func clearStrays(_ status: ProcessStatus) -> [String] {
        if termination.hasBegun {
            killedAlong += reaper.kill(except: subject.pid)
            return []
        }
        return reaper.clear(
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
    var killReason: TerminationSequence.Reason?
    /// What the harness killed together with an attempt that it ended, by name.
    var killedAlong: [String]
    var errorTail: String?
    var storeFailure: JournalError?
}
