// The words of every reason. Stores keep them beside the data, in the `reason` columns of their
// public views, and `verify` compares them with what older stores say: a sentence that changes here
// makes every older store differ. New words need a new case.

extension SetAside {
    fileprivate var sentence: String {
        guard let nanoseconds else {
            return "\(count) of \(total) samples were taken while the host was busy otherwise"
        }
        return "\(count) of \(total) samples are the host's, which took "
            + HostLoss.time(nanoseconds) + " of their time"
    }
}

extension HostLoss {
    /// How much the host took of what, such as `180 ms of 12.4 s`.
    public var sentence: String { "\(Self.time(taken)) of \(Self.time(watched))" }

    /// Spells a time with two or three digits, such as `1.8 ms`, `180 ms` or `12.4 s`.
    public static func time(_ nanoseconds: Double) -> String {
        let (value, unit) =
            nanoseconds >= 1e9 ? (nanoseconds / 1e9, "s") : (nanoseconds / 1e6, "ms")
        guard value < 100 else { return "\(Int(clamping: value.rounded())) \(unit)" }
        return "\((value * 10).rounded() / 10) \(unit)"
    }
}

extension Incapacity {
    /// What the floor reached of what was asked, such as `54.1 of 57 1/s`.
    public var sentence: String {
        switch unit {
        case .nanoseconds:
            "\(HostLoss.time(value)) where \(HostLoss.time(threshold)) are asked"
        default:
            "\((value * 10).rounded() / 10) of \((threshold * 10).rounded() / 10) \(unit.rawValue)"
        }
    }
}

extension CheckReason {
    /// The reason in words, without a full stop.
    public var sentence: String {
        switch self {
        case .noSamples(let metric): "no samples of \(metric) were stored"
        case .noFloor: "the floor was not measured"
        case .tooFewSamples(let count): "\(count) samples are too few for a bound"
        case .boundHolds: "the confidence bound holds"
        case .boundViolates: "the confidence bound violates the threshold"
        case .boundStraddles: "the confidence interval straddles the threshold"
        case .tooFewTrials(let count, let fewest): "\(count) trials of at least \(fewest)"
        case .trialsViolate(let count): "violated over \(count) trials"
        case .samplesViolate(let count, let total): "\(count) of \(total) samples violate it"
        case .held: "held"
        case .heldInTrials(let count, let confidence): Self.claim(count, confidence)
        case .hostTooNoisy(let setAside): "host too noisy: \(setAside.sentence)"
        case .hostTook(let setAside): "host: \(setAside.sentence)"
        case .notCapable(let incapacity):
            "capacity: \(incapacity.sentence) (\(incapacity.check))"
        case .leavingOut(let setAside, let reason):
            "\(reason.sentence); \(setAside.sentence) and are left out"
        case .recorded(let text): text
        }
    }

    /// Returns which rate of failure so many trials without one rule out.
    private static func claim(_ trials: Int, _ confidence: Double) -> String {
        let rate = OrderStatistics.failureRateBound(cleanTrials: trials, confidence: confidence)
        let percent = (rate * 1000).rounded(.up) / 10
        let level = Int(clamping: (confidence * 100).rounded())
        return "held in \(trials) trials: rate < \(percent) % at \(level) %"
    }
}

extension AttemptReason {
    /// The reason in words, without a full stop.
    public var sentence: String {
        switch self {
        case .everyCheckHolds: "every check holds"
        case .judgeFailed(let fault): fault.text
        case .checkViolated(let id, let question, let reason):
            "\(id): \(question), \(reason.sentence)"
        case .violated(let violation): "\(violation.kind.rawValue): \(violation.text)"
        case .hostTooNoisy(let violation):
            "host too noisy, \(violation.kind.rawValue): \(violation.text)"
        case .processExited(let code): "the attempt's own process exited with code \(code)"
        case .processDied(let signal): "the attempt's own process died of signal \(signal)"
        case .interrupted: "the run was interrupted"
        case .endNotReached: "the attempt ended without saying that it was done"
        case .checkUndecided(let id, let reason): "\(id): \(reason.sentence)"
        case .milestoneMissed(let id, let reached, let atLeast):
            "milestone \(id) was reached \(reached) times of \(atLeast)"
        case .hostTook(let loss, let violation):
            "host: took \(loss.sentence), \(violation.kind.rawValue): \(violation.text)"
        case .onNoisyHost(let loss, let reason):
            "host: took \(loss.sentence); \(reason.sentence)"
        case .onIncapableHost(let incapacity, let reason):
            "capacity: \(incapacity.sentence) (\(incapacity.check)); \(reason.sentence)"
        case .recorded(let text): text
        }
    }
}

extension ControlReason {
    /// The reason in words, without a full stop.
    public var sentence: String {
        switch self {
        case .caught(let checks, let slow):
            checks.joined(separator: ", ") + (slow.isEmpty ? "" : "; also slow: \(Self.list(slow))")
        case .neverAnnounced(let sabotage): "failed to fail: the stub never announced \(sabotage)"
        case .unseen: "failed to fail: came out GO"
        case .attempt(let reason): reason.sentence
        case .checkUndecided(let id, let reason): "\(id): \(reason.sentence)"
        case .checkUndecidedBeside(let id, let reason, let other):
            "\(id): \(reason.sentence); \(other.sentence)"
        case .noWorseThanTwin(let id, let value, let twin, let unit):
            "\(id): \(Self.figure(value, unit)), hardly more than the healthy attempt's "
                + Self.figure(twin, unit)
        case .hostTook(let loss): "host: took \(loss.sentence)"
        case .alsoViolated(let checks, let violations, let hostTooNoisy):
            (hostTooNoisy ? "host too noisy, " : "") + "also violated: "
                + (checks + violations.map(\.text)).joined(separator: ", ")
        case .recorded(let text): text
        }
    }

    private static func figure(_ value: Double, _ unit: MeasurementUnit) -> String {
        unit == .nanoseconds
            ? HostLoss.time(value) : "\((value * 100).rounded() / 100) \(unit.rawValue)"
    }

    private static func list(_ slow: [Slow]) -> String {
        slow.map { "\($0.check) (\($0.reason.sentence))" }.joined(separator: ", ")
    }
}

extension GateReason {
    /// The reason in words, without a full stop and without what the run lacks of its length.
    public var sentence: String {
        switch self {
        case .pending(let why): why
        case .noAttempt: "no attempt was made"
        case .judgeFailed(let fault): fault.text
        case .interrupted: "the run was interrupted"
        case .attempt(let reason): reason.sentence
        case .control(let sabotage, let reason): "control \(sabotage): \(reason.sentence)"
        case .unconfirmed(let reason, let attempts):
            "not confirmed: \(reason.sentence) in 1 of \(attempts) attempts, rate < "
                + "\(OrderStatistics.percent(failures: 1, of: attempts)) % at 95 %"
        case .unproven(let caught, let expected):
            "\(GateResult.unproven): \(caught) of \(expected) controls ran"
        case .attemptsMissing(let made, let planned): "\(made) of \(planned) attempts were made"
        case .refused(let grounds):
            "GO refused: \(grounds.map(\.sentence).joined(separator: ", "))"
        case .recorded(let text): text
        }
    }
}

extension RefusalGround {
    /// The ground in words.
    public var sentence: String {
        switch self {
        case .treeNotClean: "the tree is not known to be clean"
        case .debugBuild: "the build is a debug build"
        }
    }
}

extension Shortfall {
    /// What is missing in words, such as `paced round trips 2 000 of 10 000`.
    public var sentence: String { "\(title) \(Self.grouped(samples)) of \(Self.grouped(asked))" }

    /// Spells a number with a space between groups of three digits.
    public static func grouped(_ number: Int) -> String {
        let digits = Array(String(number))
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += " " }
            text.append(digit)
        }
        return text
    }
}

extension GateResult {
    /// Why, in words: the reason, and what the run lacks of its contract's length.
    ///
    /// A missing attempt or a refusal stands alone, as it always did.
    public var sentence: String {
        switch reason {
        case .attemptsMissing, .refused, .recorded: reason.sentence
        default:
            ([reason.sentence] + [shortfall.map(\.sentence).joined(separator: ", ")])
                .filter { !$0.isEmpty }.joined(separator: "; ")
        }
    }
}
