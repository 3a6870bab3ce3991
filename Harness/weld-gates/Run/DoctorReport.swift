import GateKit
import GateRunner

/// What `doctor` found; its properties are the fields of `--json` (preconditions.md#doctor).
struct DoctorReport: Encodable {
    /// How one thing stands.
    enum Status: String, Encodable {
        /// It is there.
        case ok
        /// It is not, and its gates cannot be judged.
        case missing
        /// It only makes evidence better, whether or not it is there.
        case info
    }

    /// One thing that was looked for.
    struct Check: Encodable {
        var name: String
        var status: Status
        var found: String
        var why: String
        /// Who needs it, such as `G4` and `killmap`.
        var neededBy = GateID.allCases.map(\.rawValue)
        /// The only profile at which gates need it; none is every one.
        var profile: String?
        /// Whether it is there.
        var isThere = true
        /// The command that mends it.
        var remedy: String
    }

    /// Everything that was looked for, in this order.
    var checks: [Check]
    /// How many are missing.
    var missing: Int
    /// What the program ends with.
    var exitCode: Int32

    /// The command to type where nothing is missing.
    private let next: String

    private enum CodingKeys: CodingKey {
        case checks, missing, exitCode
    }

    /// Sums up what was found.
    ///
    /// - Parameter store: The words that name the store.
    init(_ checks: [Check], store: [String]) {
        next = ShellWords.line(["weld-gates", "--all"] + store)
        self.checks = checks.map { check in
            var check = check
            if check.status == .missing { check.isThere = false }
            return check
        }
        missing = checks.count { $0.status == .missing }
        exitCode = (missing == 0 ? RunExitCode.go : .preconditionMissing).rawValue
    }

    /// The same for people: a line each, and more for what is not there.
    var text: String {
        var lines = checks.flatMap(\.lines)
        let first = checks.first { $0.status == .missing }
        lines += ["", "Next: \(first?.remedy ?? next)"]
        return lines.joined(separator: "\n")
    }
}

extension DoctorReport.Check {
    /// A need of the one list.
    init(_ answer: HostAnswer) {
        self.init(
            name: answer.need.name,
            status: answer.isMissing ? .missing : answer.need.isRequired ? .ok : .info,
            found: answer.finding.found, why: answer.need.why,
            neededBy: answer.need.gates.map(\.rawValue) + answer.need.commands,
            profile: answer.need.profile?.rawValue, isThere: answer.finding.isThere,
            remedy: answer.remedy)
    }

    fileprivate var lines: [String] {
        let word = status.rawValue + String(repeating: " ", count: 9 - status.rawValue.count)
        let line = "\(word)\(name): \(found)"
        guard !isThere else { return [line] }
        let gates =
            neededBy.count == GateID.allCases.count
            ? "every gate" : neededBy.joined(separator: ", ")
        let users = profile.map { "\(gates) at \($0)" } ?? gates
        let margin = String(repeating: " ", count: 9)
        return [line, "\(margin)for \(users): \(why)", "\(margin)to mend it: \(remedy)"]
    }
}
