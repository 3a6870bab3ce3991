/// Why something came out as it did, as data.
///
/// Whoever wants to know asks for the case; nobody reads a sentence. `Sentences.swift` spells every
/// case.
public protocol Reason: Codable, Hashable, Sendable {
    /// The reason in words, without a full stop.
    var sentence: String { get }
    /// What a store says in words alone: it is older than reasons as data, or it was edited.
    static func recorded(text: String) -> Self
}

extension Reason {
    /// Whether a stored reason says the same; one that is stored in words alone is compared in
    /// words.
    public func isSame(as stored: Self) -> Bool {
        self == stored || stored == .recorded(text: sentence)
    }
}

/// How many samples of how many were left out because the host was contaminated in their time.
public struct SetAside: Codable, Hashable, Sendable {
    /// How many were left out.
    public var count: Int
    /// How many there were.
    public var total: Int
    /// How much time the host took of theirs, in nanoseconds; nil where nobody counted it.
    public var nanoseconds: Double?
    /// The check's figure over all samples, those that were left out among them; nil where nobody
    /// kept it.
    public var figureOfAll: Double?

    /// Creates a count.
    public init(
        count: Int, total: Int, nanoseconds: Double? = nil, figureOfAll: Double? = nil
    ) {
        self.count = count
        self.total = total
        self.nanoseconds = nanoseconds
        self.figureOfAll = figureOfAll
    }
}

/// Why a check is GO, NO-GO or INCONCLUSIVE.
public enum CheckReason: Reason {
    /// Nothing of the metric was stored.
    case noSamples(metric: String)
    /// The series that a ratio is over was not measured.
    case noFloor
    /// A percentile of so few samples has no bound.
    case tooFewSamples(count: Int)
    /// The confidence bound is on the good side of the threshold.
    case boundHolds
    /// The opposite confidence bound is on the bad side.
    case boundViolates
    /// The threshold lies between the two bounds.
    case boundStraddles
    /// Every trial held, but there were fewer than the rule asks.
    case tooFewTrials(count: Int, fewest: Int)
    /// A sum or a count over so many trials is on the bad side.
    case trialsViolate(count: Int)
    /// So many samples are on the bad side, where each has to hold.
    case samplesViolate(count: Int, total: Int)
    /// It held, and no rate follows from that.
    case held
    /// It held in so many trials, which rules out a rate of failure at the rule's confidence.
    case heldInTrials(count: Int, confidence: Double)
    /// The host was contaminated for too many of the samples.
    case hostTooNoisy(setAside: SetAside)
    /// The host took more than is borne, so that too many samples had to be set aside.
    case hostTook(setAside: SetAside)
    /// The judge's own floor missed what is asked here: the host is not capable.
    case notCapable(Incapacity)
    /// What the samples decide that are left.
    indirect case leavingOut(setAside: SetAside, reason: CheckReason)
    /// What a store says in words alone.
    case recorded(text: String)
}

/// What the judge's own floor could not reach, so that nothing of timing can be told of the subject
/// (credibility.md#capacity).
public struct Incapacity: Codable, Hashable, Sendable {
    /// The check on the floor.
    public var check: String
    /// The floor's figure.
    public var value: Double
    /// What was asked of it.
    public var threshold: Double
    /// The unit of both.
    public var unit: MeasurementUnit

    /// Creates it.
    public init(check: String, value: Double, threshold: Double, unit: MeasurementUnit) {
        self.check = check
        self.value = value
        self.threshold = threshold
        self.unit = unit
    }
}

/// Why an attempt came out as it did for a gate.
public enum AttemptReason: Reason {
    /// Every deciding check holds and every milestone was reached.
    case everyCheckHolds
    /// The judge's own side failed.
    case judgeFailed(fault: HarnessFault)
    /// A check is violated.
    case checkViolated(id: String, question: String, reason: CheckReason)
    /// Something happened that must not be.
    case violated(by: Violation)
    /// The same, on a host that can have caused it.
    case hostTooNoisy(violation: Violation)
    /// The attempt's own process ended with a code other than 0.
    case processExited(code: Int32)
    /// A signal ended the attempt's own process.
    case processDied(signal: Int32)
    /// The run was interrupted before the attempt ended.
    case interrupted
    /// The process ended without having said that it was done.
    case endNotReached
    /// A check is undecided.
    case checkUndecided(id: String, reason: CheckReason)
    /// Something that a GO needs happened too rarely.
    case milestoneMissed(id: String, reached: Int, atLeast: Int)
    /// A wait ran out of which the host took a good part.
    case hostTook(loss: HostLoss, violation: Violation)
    /// Nothing is decided, and the host took so much that it may be the cause.
    indirect case onNoisyHost(loss: HostLoss, reason: AttemptReason)
    /// Nothing of timing can be told on a host that is not capable.
    indirect case onIncapableHost(Incapacity, reason: AttemptReason)
    /// What a store says in words alone.
    case recorded(text: String)
}

/// What was seen of a sabotage.
public enum ControlReason: Reason {
    /// A check that was violated beside the expected ones, and only because something was slow.
    public struct Slow: Codable, Hashable, Sendable {
        /// The check.
        public var check: String
        /// Why it is violated.
        public var reason: CheckReason

        /// Names a check.
        public init(check: String, reason: CheckReason) {
            self.check = check
            self.reason = reason
        }
    }

    /// These checks were violated, as they had to be; others were slow.
    case caught(by: [String], slow: [Slow])
    /// The stub never said that the sabotage was on.
    case neverAnnounced(sabotage: String)
    /// The attempt came out as if nothing had been sabotaged.
    case unseen
    /// The attempt itself has no verdict that says anything, or it is NO-GO for another reason.
    case attempt(reason: AttemptReason)
    /// The expected check is undecided.
    case checkUndecided(id: String, reason: CheckReason)
    /// The expected check is undecided, and another one is violated.
    case checkUndecidedBeside(id: String, reason: CheckReason, other: AttemptReason)
    /// The expected check is violated, and hardly more than in the healthy attempt beside it.
    case noWorseThanTwin(id: String, value: Double, twin: Double, unit: MeasurementUnit)
    /// The host took so much that it could not have shown the sabotage.
    case hostTook(loss: HostLoss)
    /// Something else is wrong that the sabotage does not explain.
    case alsoViolated(checks: [String], violations: [Violation], hostTooNoisy: Bool)
    /// What a store says in words alone.
    case recorded(text: String)
}

/// Why a gate came out as it did in a run.
public enum GateReason: Reason {
    /// The gate cannot be run.
    case pending(why: String)
    /// Nothing was tried.
    case noAttempt
    /// The judge's own side failed before the first attempt.
    case judgeFailed(fault: HarnessFault)
    /// The run was interrupted before the first attempt.
    case interrupted
    /// The worst attempt decides.
    case attempt(reason: AttemptReason)
    /// A control that was not caught decides.
    case control(sabotage: String, reason: ControlReason)
    /// A timing check was violated in some attempts and not again where it was tried once more.
    case unconfirmed(reason: AttemptReason, attempts: Int)
    /// Every attempt is GO, but not every control was tried: nobody proved that a NO-GO is possible.
    case unproven(caught: Int, expected: Int)
    /// Every attempt is GO, but fewer were made than was fixed before.
    case attemptsMissing(made: Int, planned: Int)
    /// Every attempt is GO, but a strict run takes none from this tree or build.
    case refused(grounds: [RefusalGround])
    /// What a store says in words alone.
    case recorded(text: String)
}

/// Why a strict run refuses every GO.
public enum RefusalGround: String, Codable, CaseIterable, Hashable, Sendable {
    /// The working tree differs from its commit, or nobody knows.
    case treeNotClean = "tree-not-clean"
    /// The binaries were built for debugging.
    case debugBuild = "debug-build"
}

/// What a run lacks of a length that the contract asks for.
public struct Shortfall: Codable, Hashable, Sendable {
    /// What there is too little of, such as `paced round trips`.
    public var title: String
    /// How many samples the run's attempts stored together.
    public var samples: Int
    /// How many the contract asks for.
    public var asked: Int

    /// Creates a shortfall.
    public init(title: String, samples: Int, asked: Int) {
        self.title = title
        self.samples = samples
        self.asked = asked
    }

    /// Returns what the run's samples lack of each length of a gate, in the order of the rules.
    public static func all(
        _ gate: GateID, rules: [Rule], sampleCounts: [String: Int]
    ) -> [Shortfall] {
        var seen: Set<ContractLength> = []
        return rules.flatMap(\.contractLengths)
            .filter { $0.gate == gate && seen.insert($0).inserted }
            .map { length in
                Shortfall(
                    title: length.title, samples: sampleCounts[length.metric, default: 0],
                    asked: length.samples)
            }
            .filter { $0.samples < $0.asked }
    }
}
