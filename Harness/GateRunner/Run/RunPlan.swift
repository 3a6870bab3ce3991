public import GateKit

/// The attempts of a run in the order in which they are made; a pure function of what was asked.
public struct RunPlan: Sendable {
    /// One attempt to make; its directories are named when it is made.
    public struct Entry: Sendable {
        /// What the attempt is told.
        public var plan: AttemptPlan
        /// What it is judged by.
        public var rule: Rule
    }

    /// The attempts, controls spread evenly among the real ones.
    public var entries: [Entry]
    /// What is fixed about each selected gate.
    public var declarations: [RunDeclaration]

    /// Plans a run.
    public init(_ configuration: RunConfiguration) {
        let able = Set(configuration.selected.filter { $0.pendingReason == nil }.map(\.id))
        let entries = configuration.procedures.flatMap { procedure -> [Entry] in
            let gates = procedure.gates.filter(able.contains)
            guard !gates.isEmpty else { return [] }
            let count = configuration.replicates ?? procedure.replicates(configuration.profile)
            let real = (0..<max(1, count)).map {
                Self.entry(procedure, gates, replicate: $0, controls: [], configuration)
            }
            let wanted = Self.chosen(procedure, configuration).map { attempt in
                attempt.controls.filter { gates.contains($0.gate) && configuration.canTry($0) }
            }.filter { !$0.isEmpty }
            let controls = (configuration.withControls ? wanted : []).map {
                Self.entry(procedure, $0.gates, replicate: 0, controls: $0, configuration)
            }
            return Self.interleave(real, controls)
        }
        let chosen = configuration.procedures.flatMap { Self.chosen($0, configuration) }
            .flatMap(\.controls)
        let known = configuration.procedures
            .flatMap { $0.controlAttempts(in: configuration.profile) }.flatMap(\.controls)
        declarations = configuration.selected.map { declaration in
            RunDeclaration(
                gate: declaration.id, headlineCheck: declaration.headlineCheck,
                pendingReason: declaration.pendingReason,
                controlsExpected: chosen.count { $0.gate == declaration.id },
                attemptsPlanned: entries.count {
                    !$0.plan.isControl && $0.plan.gates.contains(declaration.id)
                }, confirmations: 1, controlsKnown: known.count { $0.gate == declaration.id })
        }
        self.entries = entries
    }

    /// Returns one control's attempt, outside any plan.
    static func control(
        _ control: Control, of procedure: any Procedure, replicate: Int,
        _ configuration: RunConfiguration
    ) -> Entry {
        entry(procedure, [control.gate], replicate: replicate, controls: [control], configuration)
    }

    /// Returns one real attempt of every procedure that serves a selected gate, outside any plan.
    static func replicate(_ replicate: Int, _ configuration: RunConfiguration) -> [Entry] {
        configuration.procedures.compactMap { procedure in
            let gates = procedure.gates.filter(configuration.gates.contains)
            guard !gates.isEmpty else { return nil }
            return entry(procedure, gates, replicate: replicate, controls: [], configuration)
        }
    }

    /// Returns one further replicate of every procedure that serves one of the gates.
    func confirmations(of gates: [GateID], _ configuration: RunConfiguration) -> [Entry] {
        configuration.procedures.compactMap { procedure in
            let wanted = procedure.gates.filter(gates.contains)
            let made = entries.filter {
                !$0.plan.isControl && $0.plan.procedure == procedure.name
            }
            guard !wanted.isEmpty, !made.isEmpty else { return nil }
            return Self.entry(
                procedure, wanted, replicate: made.count, controls: [], configuration)
        }
    }

    /// Returns the sabotaged attempts of a procedure that a run makes, whether or not it was asked
    /// for any: a GO needs every one of them.
    ///
    /// A smoke run leaves out most of those that take long: it makes those that the procedure insists
    /// on, and one of all procedures'. The run's seed says which, so that many runs try all
    /// (credibility.md#control-4).
    static func chosen(
        _ procedure: any Procedure, _ configuration: RunConfiguration
    ) -> [ControlAttempt] {
        let all = procedure.controlAttempts(in: configuration.profile)
        guard configuration.profile == .smoke else { return all }
        var long = all.filter(\.isLong)
        var random = SeededGenerator(
            seed: SeededGenerator.derive(configuration.seed, fingerprint(procedure.name)))
        long.shuffle(using: &random)
        let kept = Set(long.prefix(procedure.longControlsAtSmoke))
        let common = commonLong(configuration)
        return all.filter { attempt in
            !attempt.isLong || kept.contains(attempt)
                || common?.procedure == procedure.name && common?.attempt == attempt
        }
    }

    /// The one attempt that takes long which a run makes of all procedures'.
    private static func commonLong(
        _ configuration: RunConfiguration
    ) -> (procedure: String, attempt: ControlAttempt)? {
        var random = SeededGenerator(
            seed: SeededGenerator.derive(configuration.seed, fingerprint("long")))
        let long = configuration.procedures.flatMap { procedure in
            procedure.controlAttempts(in: configuration.profile).filter(\.isLong)
                .map { (procedure.name, $0) }
        }
        return long.randomElement(using: &random).map { (procedure: $0.0, attempt: $0.1) }
    }

    private static func entry(
        _ procedure: any Procedure, _ gates: [GateID], replicate: Int, controls: [Control],
        _ configuration: RunConfiguration
    ) -> Entry {
        let seconds =
            configuration.deadlineSeconds
            ?? procedure.deadlineSeconds(configuration.profile, controls: controls)
        // By name and not by position: the same attempt gets the same seed in every selection.
        let name = "\(procedure.name) \(controls.sabotages)"
        let plan = AttemptPlan(
            procedure: procedure.name, gates: gates, profile: configuration.profile,
            replicate: replicate,
            seed: SeededGenerator.derive(
                SeededGenerator.derive(configuration.seed, fingerprint(name)), UInt64(replicate)),
            controls: controls, scratchDirectory: "", editorPath: path(.editor, configuration),
            runtimePath: path(.runtime, configuration),
            deadlineSeconds: seconds,
            options: options(of: procedure, isControl: !controls.isEmpty, configuration)
                .merging(configuration.planOptions) { $1 })
        var rule = procedure.rule(plan)
        for gate in controls.gates {
            rule.milestones += controls.first { $0.gate == gate }.map { [$0.announcement] } ?? []
        }
        return Entry(plan: plan, rule: rule)
    }

    /// What the procedure's own options came to, as far as such an attempt is told.
    private static func options(
        of procedure: any Procedure, isControl: Bool, _ configuration: RunConfiguration
    ) -> [String: String] {
        procedure.options.filter { !isControl || $0.appliesToControls }
            .compactMap { configuration.options[$0.name]?.entries }
            .reduce(into: [:]) { $0.merge($1) { $1 } }
    }

    private static func path(_ role: SubjectRole, _ configuration: RunConfiguration) -> String {
        configuration.subjects.first { $0.role == role }?.path ?? ""
    }

    /// FNV-1a of the UTF-8 bytes.
    private static func fingerprint(_ text: String) -> UInt64 {
        text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }

    /// Spreads the controls evenly behind the real attempts: noise meets both alike.
    private static func interleave(_ real: [Entry], _ controls: [Entry]) -> [Entry] {
        var entries: [Entry] = []
        var next = 0
        for (index, attempt) in real.enumerated() {
            entries.append(attempt)
            let due = controls.count * (index + 1) / real.count
            entries += controls[next..<due]
            next = due
        }
        return entries
    }
}
