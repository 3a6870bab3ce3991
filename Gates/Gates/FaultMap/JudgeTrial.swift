internal import Foundation
internal import GateHost
internal import GateKit

internal import enum GateHost.Ledger

/// A short run of the judge itself in which one of its calls fails: all of G7 at smoke, or one
/// attempt of it (gates.md#fault-map).
struct JudgeTrial {
    /// What came of it.
    struct Seen {
        let counter: FaultCounter
        let aftermath: JudgeAftermath
    }

    private let subject: FaultSubject
    private let judge: String
    private let plan: AttemptPlan
    private let log: Int32
    private let folder: String

    /// Ten times what it takes, and less than an attempt that hangs is given.
    private static let patience: Duration = .seconds(40)

    /// - Parameters:
    ///   - subject: The harness or the attempt.
    ///   - judge: The program.
    ///   - name: Names the folder of everything that is made.
    ///   - log: Where what the judge says goes in the end; lent.
    init(
        _ subject: FaultSubject, judge: String, named name: String, plan: AttemptPlan, log: Int32
    ) {
        self.subject = subject
        self.judge = judge
        self.plan = plan
        self.log = log
        folder = "\(plan.scratchDirectory)/\(name)"
    }

    /// Runs it.
    ///
    /// - Parameter target: What fails; nil only counts.
    /// - Throws: What this process was refused, EPERM where it may not follow processes.
    func run(_ target: FaultCounter.Target?) throws -> Seen {
        let temporary = "\(folder)/tmp"
        try FileManager.default.createDirectory(
            atPath: "\(temporary)/attempt", withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let said = try StubLog(at: "\(folder)/said")
        let output = try StubLog(at: "\(folder)/output")
        let input = try PipeEnds()
        let names = Set(Ledger.sharedMemoryNames())
        var process = try start(input, said, output)
        let stub = try FollowedStub(
            child: nil, editor: process.pid, FaultCounter(nil, target: target))
        // Shorter than any pipe's capacity, and its end stays open: that is the harness.
        let harness = SharedDescriptor(lending: input.writeEnd.rawValue)
        _ = harness.write([UInt8](try JSONEncoder().encode(attemptPlan)) + [0x0A])
        var aftermath = JudgeAftermath(isAttempt: subject == .attempt)
        aftermath.status = try process.wait(until: .after(Self.patience))
        if aftermath.status == .running {
            Signals.send(Signals.kill, toGroup: process.pid)
            _ = try process.wait(until: .after(.seconds(5)))
        }
        _ = try stub.kill()
        _ = consume input
        aftermath.unended = try Aftercare.strays()
        aftermath.hear(output.text)
        aftermath.hasSpoken = !said.text.isEmpty
        if subject == .harness { aftermath.left = Ledger.files(under: temporary).map(\.path) }
        // The folder of an attempt is the harness's to remove.
        aftermath.left.removeAll { $0 == "\(temporary)/attempt" }
        aftermath.left += Ledger.sharedMemoryNames()
            .filter { $0.hasPrefix("weld-") && !names.contains($0) }
        said.copy(to: log)
        return Seen(counter: stub.counter, aftermath: aftermath)
    }

    private func start(
        _ input: borrowing PipeEnds, _ said: StubLog, _ output: StubLog
    ) throws(SystemError) -> ChildProcess {
        let arguments =
            subject == .attempt
            ? ["attempt"]
            : [
                "run", "--gate", GateID.g7.rawValue, "--no-controls", "--profile",
                Profile.smoke.rawValue, "--db", "\(folder)/run.db", "--lock", "\(folder)/run.lock",
                "--report", "\(folder)/report.md",
            ]
        let words = ProcessTracer.launcher + [judge] + arguments
        // As the harness does it: an attempt's temporary files stand in its own directory.
        let temporary = subject == .attempt ? attemptPlan.scratchDirectory : "\(folder)/tmp"
        return try ChildProcess.spawn(
            path: words[0], arguments: Array(words.dropFirst()),
            environment: ChildEnvironment.variables(
                adding: ["TMPDIR": temporary, "XDG_RUNTIME_DIR": temporary]),
            inheriting: [
                InheritedDescriptor(input.readEnd.rawValue, as: 0),
                InheritedDescriptor(output.descriptor, as: 1),
                InheritedDescriptor(said.descriptor, as: 2),
            ], newProcessGroup: true)
    }

    private var attemptPlan: AttemptPlan {
        AttemptPlan(
            procedure: G7Procedure().name, gates: [.g7], profile: .smoke, replicate: 0, seed: 1,
            scratchDirectory: "\(folder)/tmp/attempt", editorPath: plan.editorPath,
            runtimePath: plan.runtimePath, deadlineSeconds: 60)
    }
}

/// What was seen of a run of the judge's in which a call failed.
struct JudgeAftermath {
    /// Whether it is an attempt, and not a run.
    let isAttempt: Bool
    /// How it ended.
    var status: ProcessStatus = .running
    /// Whether it wrote anything to standard error.
    var hasSpoken = true
    /// What an attempt said of its subject.
    var violations: [String] = []
    /// What an attempt said of itself.
    var faults: [String] = []
    /// Whether an attempt came to its end, or a run to GO; without controls that is unproven.
    var isWhole = false
    /// What had to be ended by force.
    var unended: [String] = []
    /// What nobody may leave.
    var left: [String] = []

    /// Reads what was written to standard output: an attempt's messages, or a run's matrix.
    mutating func hear(_ text: String) {
        guard isAttempt else {
            isWhole = text.contains("GO (unproven)")
            return
        }
        for line in text.split(separator: "\n") {
            switch try? JSONDecoder().decode(AttemptMessage.self, from: Data(line.utf8)) {
            case .violation(let violation): violations.append(violation.text)
            case .fault(let fault): faults.append(fault.text)
            case .end: isWhole = true
            default: break
            }
        }
    }

    /// Judges what was seen; pure.
    ///
    /// The judge may fail, but says so, and blames no subject.
    var judgement: FaultAftermath.Judgement {
        let name = isAttempt ? "the attempt" : "the run"
        let usual = (isAttempt ? RunExitCode.go : .inconclusive).rawValue
        var hung = unended.map { "\($0) still ran" }
        var wrong = violations.map { "it blames its subject: \($0)" } + left.map { "left: \($0)" }
        var ends: [String] = []
        switch status {
        case .running: hung.append("\(name) did not end")
        case .signalled(let number, _): wrong.append("\(name) died of signal \(number)")
        case .exited(usual) where isWhole: break
        case .exited(0): wrong.append("\(name) ended with 0 before its end")
        case .exited(let code):
            ends.append("\(isAttempt ? "attempt" : "run") \(code)")
            let failures: [RunExitCode] = [
                .inconclusive, .harnessBug, .preconditionMissing, .cannotWrite,
            ]
            if !failures.contains(where: { $0.rawValue == code }) {
                wrong.append("\(name) ended with \(code), which is no failure of the judge's")
            } else if !hasSpoken {
                wrong.append("\(name) ended with \(code) without a word")
            }
        }
        if !faults.isEmpty { ends.append("attempt ERROR") }
        let outcome: FaultOutcome =
            wrong.isEmpty && hung.isEmpty ? (ends.isEmpty ? .wentOn : .ended) : .deviated
        return FaultAftermath.Judgement(
            outcome: outcome, isHang: wrong.isEmpty && !hung.isEmpty, ends: ends,
            deviations: wrong + hung)
    }
}
