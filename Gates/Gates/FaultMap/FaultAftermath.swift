internal import GateHost
internal import GateKit
internal import WeldContract

/// What was seen of a life in which a call failed: all that a point is judged by.
struct FaultAftermath {
    /// How a stub ended.
    struct End {
        let role: SubjectRole
        let status: ProcessStatus
        /// Whether the script itself killed it.
        var isScripts = false
        /// Whether its log says more than what its peer said.
        var hasSpoken = true
    }

    /// The editor, and every runtime that could be waited for or was reported.
    var ends: [End] = []
    /// Whether the script had asked the editor to end.
    var hasAsked = true
    /// What did not come of the script; nil where it was played to its end.
    var lacking: String?
    /// What the other side owes and what did not come, however the stub ended.
    var owed: [String] = []
    /// How many runtimes were replaced besides those that the script killed.
    var replacements = 0
    /// What had to be ended by force.
    var unended: [String] = []
    /// Files and shared memory that nobody may leave.
    var left: [String] = []
    /// The next editor in the same directory; nil where there was nothing for it to do.
    var next: KillAftermath.NextStart?
    /// What the judge itself saw go wrong, such as lost events.
    var complaints: [String] = []
}

extension FaultAftermath {
    /// What the failure of a call comes to.
    struct Judgement: Equatable {
        var outcome: FaultOutcome
        /// Whether something was waited for in vain, which a host can cause.
        var isHang = false
        /// How stubs ended that did not end in order.
        var ends: [String] = []
        var deviations: [String] = []
    }

    /// Judges what was seen of a call's failure; pure.
    ///
    /// - Parameters:
    ///   - call: Its name in the table of errors.
    ///   - phase: In which part of the life it failed.
    func judgement(of call: String, in phase: KillPhase? = nil) -> Judgement {
        // What a stub cannot write is lost: its events, by which a script goes on, and its log.
        let isWrite = call == "write" || call == "writev"
        var wrong = ends.compactMap { Self.fault(of: $0, hasAsked: hasAsked, isWrite) }
        // Its missing number shows an event that was lost (contract.md#events).
        let isOfLoss = { (text: String) in
            text.contains("were lost") || text.contains("are numbered wrongly")
                || text.contains("are counted wrongly")
                || text.contains("did not say that it ends")
        }
        // Who cannot even look at the descriptor for events has none; the log says so.
        let isMute = { (text: String) in
            phase == .start && text.hasSuffix("the last that came is none")
        }
        wrong += complaints.filter { !(isWrite && isOfLoss($0)) && !isMute($0) }
        var hung = unended.map { "\($0) had to be killed" }
        hung += ends.filter { $0.status == .running }.map { "the \($0.role.rawValue) did not end" }
        hung += owed.map { "\($0) never came" }
        let failures = ends.filter { !$0.isScripts && $0.status != .exited(.clean) }
        if let lacking, failures.isEmpty, !isWrite { hung.append("\(lacking) never came") }
        // What cannot be removed, or not be looked at before, is the next editor's; so is what a
        // killed process leaves.
        let isEnding =
            phase == .shutdown || ends.contains { $0.role == .editor && $0.isScripts }
        let isRemoval = call.hasPrefix("unlink") || call.contains("stat") && isEnding
        if hung.isEmpty, !isRemoval { wrong += left.map { "left: \($0)" } }
        if let next {
            wrong += next.left.map { "not swept: \($0)" }
            if next.status != .exited(.clean) || !next.served {
                wrong.append("the next editor did not serve: \(next.status)")
            }
        }
        let isEditorWell = ends.contains { $0.role == .editor && $0.status == .exited(.clean) }
        let outcome: FaultOutcome =
            if !wrong.isEmpty || !hung.isEmpty {
                .deviated
            } else if failures.isEmpty && replacements == 0 {
                .wentOn
            } else {
                isEditorWell && lacking == nil ? .replaced : .ended
            }
        return Judgement(
            outcome: outcome, isHang: wrong.isEmpty && !hung.isEmpty,
            ends: Set(failures.map { "\($0.role.rawValue) \($0.code)" }).sorted(),
            deviations: wrong + hung)
    }

    /// What is wrong with how a stub ended; nil where it ended as documented, or not at all.
    private static func fault(of end: End, hasAsked: Bool, _ isWrite: Bool) -> String? {
        let name = "the \(end.role.rawValue)"
        switch end.status {
        case .running:
            return nil
        case .signalled(let number, _):
            // An editor ends a runtime that breaks the protocol or does not end.
            let isEditors =
                end.role == .runtime && [Signals.kill, Signals.terminate].contains(number)
            return end.isScripts || isEditors ? nil : "\(name) died of signal \(number)"
        case .exited(let code):
            guard let known = ExitCode(documented: code), known != .arguments else {
                return "\(name) ended with \(code), which no failure of a call is documented to be"
            }
            if known == .clean {
                return end.role == .editor && !hasAsked
                    ? "\(name) ended with 0 and nobody had asked it to" : nil
            }
            if known == .watchdog, !isWrite {
                return "\(name) ended with \(code), though its events are read"
            }
            return end.hasSpoken || isWrite ? nil : "\(name) ended with \(code) without a word"
        }
    }
}

extension FaultAftermath.End {
    /// The code or the signal, for a table.
    fileprivate var code: String {
        switch status {
        case .running: "runs"
        case .signalled(let number, _): "signal \(number)"
        case .exited(let code): String(code)
        }
    }
}
