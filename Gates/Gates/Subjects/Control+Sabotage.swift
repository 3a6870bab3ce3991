internal import GateHost
internal import GateKit
internal import WeldContract

extension Control {
    /// Creates the control of a sabotage by the contract's table, which says who has the fault and
    /// which check must see it.
    ///
    /// - Parameters:
    ///   - time: The fault's time, where it has one.
    ///   - every: In how many it happens once, where it says so.
    ///   - subject: Whose fault it is, where both have it.
    ///   - check: The check that must be violated, where it is another than the table's.
    ///   - also: Checks that the same fault violates as well.
    init(
        _ name: SabotageName, for time: Duration = .zero, every: UInt64 = 0,
        of subject: SubjectRole? = nil, violates check: String? = nil, also: [String] = []
    ) {
        let nanoseconds = UInt64(max(0, time / .nanoseconds(1)))
        let sabotage = Sabotage(name, nanoseconds: nanoseconds, every: every)
        let expected = check ?? sabotage.entry.seenBy
        let roles = SubjectRole.allCases.filter { sabotage.entry.subjects.contains($0.process) }
        guard let role = subject ?? (roles.count == 1 ? roles.first : nil),
            let gate = GateID(rawValue: expected.prefix { $0 != "." }.uppercased()),
            Sabotage(parsing: sabotage.text, for: role.process) == sabotage
        else {
            preconditionFailure("the control \(sabotage.text) needs a subject and a gate's check")
        }
        self.init(sabotage.text, subject: role, gate: gate, violates: expected, also: also)
    }

    /// Whether its fault is this one, whatever its value.
    func sabotages(_ name: SabotageName) -> Bool { self.name == name.rawValue }
}

extension [Control] {
    /// Whether one of their faults is this one, whatever its value.
    func sabotage(_ name: SabotageName) -> Bool { contains { $0.sabotages(name) } }
}

extension ControlAttempt {
    /// Whether one of its faults is this one, whatever its value.
    func sabotages(_ name: SabotageName) -> Bool { controls.sabotage(name) }
}

extension SubjectRole {
    /// The same as events name it.
    var process: ProcessRole {
        switch self {
        case .editor: .editor
        case .runtime: .runtime
        }
    }
}
