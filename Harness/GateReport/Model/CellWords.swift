import GateKit

/// What a cell of a matrix says: at most 25 words, the cause first; the whole reason stands on the
/// gate's page (report.md#one-model-many-renderings).
enum CellWords {
    /// How many words a cell may have.
    static let limit = 25

    /// Returns why a gate came out as it did, such as `host: 3 of 10 samples of g1.p50 set aside`.
    static func reason(_ result: GateResult, limit: Int = limit) -> String {
        let text = result.reason.brief
        return cut(result.cause.map { "\($0.rawValue): \(text)" } ?? text, to: limit)
    }

    /// Returns the same without the cause, for a sentence that has named it.
    static func withoutCause(_ result: GateResult) -> String { cut(result.reason.brief, to: limit) }

    /// Returns the reason and what the run lacks of its length, both together in so many words.
    static func reasonAndShortfall(_ result: GateResult, limit: Int = limit) -> String {
        let reason = reason(result, limit: limit)
        switch result.reason {
        // They stand alone, as in the whole sentence.
        case .attemptsMissing, .refused, .recorded: return reason
        default: break
        }
        let lacks = result.shortfall.map(\.sentence).joined(separator: ", ")
        let room = limit - count(reason)
        return lacks.isEmpty || room < 2 ? reason : "\(reason); \(cut(lacks, to: room))"
    }

    /// Returns how many words a text has.
    static func count(_ text: String) -> Int { words(text).count }

    /// Returns what stands between spaces; the groups of a number, such as `10 000`, are one word.
    private static func words(_ text: String) -> [String] {
        text.split(whereSeparator: \.isWhitespace).reduce(into: []) { words, part in
            let isGroup =
                part.prefix { $0.isNumber }.count == 3 && !part.contains(where: \.isLetter)
            if isGroup, let last = words.last, last.allSatisfy({ $0.isNumber || $0 == " " }) {
                words[words.count - 1] = "\(last) \(part)"
            } else {
                words.append(String(part))
            }
        }
    }

    /// Returns a text of at most so many words; one that is cut ends in `…`.
    static func cut(_ text: String, to limit: Int) -> String {
        let words = words(text)
        guard words.count > limit else { return text }
        var kept = words.prefix(max(1, limit)).joined(separator: " ")
        while let last = kept.last, ",;:.".contains(last) { kept.removeLast() }
        return kept + "…"
    }
}

// What is not shortened here says it in its own sentence.

extension SetAside {
    fileprivate func brief(_ what: String) -> String {
        "\(count) of \(total) samples\(what) set aside"
    }
}

extension HostLoss {
    fileprivate var brief: String { "\(sentence) taken" }
}

extension Incapacity {
    fileprivate var brief: String {
        guard unit != .nanoseconds else { return "\(sentence) (\(check))" }
        let figures = [value, threshold].map { NumberFormat.significant($0, exact: true) }
        let each = unit == .perSecond ? "/s" : ""
        return "\(figures[0]) of \(figures[1])\(each) (\(check))"
    }
}

extension CheckReason {
    /// The reason without its cause, which stands before it.
    fileprivate func brief(_ id: String) -> String {
        switch self {
        case .hostTooNoisy(let setAside), .hostTook(let setAside):
            (setAside.nanoseconds.map { "\(HostLoss.time($0)) taken, " } ?? "")
                + setAside.brief(" of \(id)")
        case .notCapable(let incapacity): incapacity.brief
        case .leavingOut(let setAside, let reason):
            "\(reason.brief(id)), \(setAside.brief(""))"
        default: "\(id): \(sentence)"
        }
    }
}

extension AttemptReason {
    fileprivate var brief: String {
        switch self {
        case .checkUndecided(let id, let reason): reason.brief(id)
        case .checkViolated(let id, let question, let reason):
            "\(id): \(question), \(reason.withoutSetAside.sentence)"
        case .hostTooNoisy(let violation): "\(violation.kind.rawValue): \(violation.text)"
        case .hostTook(let loss, let violation):
            "\(loss.brief), \(violation.kind.rawValue): \(violation.text)"
        case .onNoisyHost(let loss, let reason): "\(loss.brief); \(reason.brief)"
        case .onIncapableHost(let incapacity, let reason): "\(incapacity.brief); \(reason.brief)"
        default: sentence
        }
    }
}

extension CheckReason {
    /// What the samples that are left decide.
    fileprivate var withoutSetAside: CheckReason {
        if case .leavingOut(_, let reason) = self { reason.withoutSetAside } else { self }
    }
}

extension ControlReason {
    fileprivate var brief: String {
        switch self {
        case .attempt(let reason): reason.brief
        case .checkUndecidedBeside(let id, let reason, let other)
        where reason.cause == nil && other.cause != nil:
            "\(other.brief); \(reason.brief(id))"
        case .checkUndecided(let id, let reason), .checkUndecidedBeside(let id, let reason, _):
            reason.brief(id)
        case .hostTook(let loss): loss.brief
        case .alsoViolated(let checks, let violations, _):
            "also violated: " + (checks + violations.map(\.text)).joined(separator: ", ")
        default: sentence
        }
    }
}

extension GateReason {
    fileprivate var brief: String {
        switch self {
        case .attempt(let reason): reason.brief
        case .control(let sabotage, let reason): "control \(sabotage): \(reason.brief)"
        case .unconfirmed(let reason, let attempts):
            "not confirmed, 1 of \(attempts) attempts: \(reason.brief)"
        default: sentence
        }
    }
}
