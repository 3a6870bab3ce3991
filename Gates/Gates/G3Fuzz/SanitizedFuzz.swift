internal import Foundation
internal import GateHost
internal import GateKit
internal import GateWire
internal import WeldContract

/// The error campaign once more, against stubs that were built with each sanitizer (gates.md#g3,
/// ambition).
///
/// Only their ends and the sanitizers' reports count. Such a stub is slow and large, so nothing
/// else that it does is judged: what the campaign notes besides is kept as facts.
struct SanitizedFuzz {
    let plan: AttemptPlan
    let stubs: SanitizedStubs
    let recorder: Recorder

    /// One part: the wire's side of a stub, and what it was built with.
    struct Part: Hashable {
        var sanitizer: Sanitizer
        var role: Role

        /// The name in facts, such as `address sanitizer, runtime`.
        var name: String { "\(sanitizer.rawValue) sanitizer, \(role.rawValue)" }

        /// Every part, in order.
        static let all = Sanitizer.allCases.flatMap { sanitizer in
            [Role.runtime, .editor].map { Part(sanitizer: sanitizer, role: $0) }
        }
    }

    /// Makes every part; what cannot be made leaves the ambition undecided.
    func run() {
        for (index, part) in Part.all.enumerated() {
            recorder.progress("the \(part.role.rawValue) with the \(part.sanitizer) sanitizer")
            do {
                try fuzz(part, seed: SeededGenerator.derive(plan.seed, 100 + UInt64(index)))
            } catch {
                recorder.fact(part.name, "could not be fuzzed: \(error)")
            }
        }
    }

    private func fuzz(_ part: Part, seed: UInt64) throws {
        let own = self.plan(for: part)
        try ScratchDirectory.make(own.scratchDirectory)
        let reports = SanitizerReports(part.sanitizer, directory: own.scratchDirectory)
        let attempt = FuzzAttempt(
            plan: own, recorder: SanitizedRecorder.of(part, forwarding: recorder), shrinks: false)
        let subject = try FuzzSubject(
            part.role, plan: own, variables: reports.variables, recorder: attempt.recorder)
        defer { subject.kill() }
        var campaign = FuzzCampaign(subject, seed: seed, attempt: attempt)
        attempt.tally.begin()
        campaign.run(seconds: FuzzLength.sanitizedSeconds(plan.profile))
        attempt.tally.end()
        let wasAlive = campaign.isAlive
        if wasAlive { _ = attempt.leave(subject) }
        // A sanitizer takes its time to put names to a stack before the process ends.
        let status = subject.waitForEnd(within: Self.reportPatience)
        let texts = reports.texts()
        let ending = SanitizedEnding(status, servedToTheEnd: wasAlive, reports: texts.count)
        recorder.fact(
            part.name,
            "\(program(part)): \(attempt.tally.connections) connections in "
                + "\(Int(attempt.tally.seconds.rounded())) s, \(status), \(ending.sentence)")
        for (number, text) in texts.enumerated() { keep(text, number + 1, part, own) }
        if let crashes = ending.crashes {
            recorder.count(FuzzMetric.sanitizedCrashes, crashes)
        }
    }

    private static let reportPatience: Duration = .seconds(10)

    private func program(_ part: Part) -> String {
        stubs.path(part.role == .editor ? .editor : .runtime, part.sanitizer)
    }

    /// The same plan for other binaries, with a directory of its own: sockets and failures must
    /// not meet those of the real part.
    private func plan(for part: Part) -> AttemptPlan {
        var own = plan
        own.sanitizedStubs = nil
        own.editorPath = stubs.path(.editor, part.sanitizer)
        own.runtimePath = stubs.path(.runtime, part.sanitizer)
        // Short, as the path of a socket has to be.
        own.scratchDirectory +=
            "/\(part.sanitizer.rawValue.prefix(1))\(part.role.rawValue.prefix(1))"
        return own
    }

    private func keep(_ text: String, _ number: Int, _ part: Part, _ own: AttemptPlan) {
        recorder.fact("\(part.name), report", SanitizerReports.summary(of: text))
        let name = "\(part.sanitizer.rawValue)-\(part.role.rawValue)-report-\(number).txt"
        let path = "\(own.scratchDirectory)/\(name)"
        do {
            try ForeignFile.make(path, Array(text.utf8))
            recorder.record(.artefact(name: name, path: path))
        } catch {
            recorder.fact("\(part.name), report", "could not be kept: \(error)")
        }
    }
}

/// What the end of a sanitized stub means for the ambition.
struct SanitizedEnding: Equatable {
    /// How many crashes it counts for; nil where it does not decide.
    var crashes: Int?
    /// The same in words.
    var sentence: String

    /// Decides.
    ///
    /// - Parameter status: How the process ended, or that it had not.
    /// - Parameter servedToTheEnd: Whether it still served when the campaign was over; any end
    ///   before is one that nobody asked for.
    /// - Parameter reports: How many reports the sanitizer wrote.
    init(_ status: ProcessStatus, servedToTheEnd: Bool, reports: Int) {
        if reports > 0 || status == .exited(code: SanitizerReports.exitCode) {
            (crashes, sentence) = (1, "the sanitizer reported a fault")
            return
        }
        switch status {
        case .signalled:
            (crashes, sentence) = (1, "a crash")
        case .exited where !servedToTheEnd:
            (crashes, sentence) = (1, "an end that nobody asked for")
        case .exited(code: ExitCode.clean.documented):
            (crashes, sentence) = (0, "no report")
        case .exited:
            // Slow as it is, it may have given up where it would not otherwise.
            (crashes, sentence) = (nil, "no report, but it did not leave as asked: undecided")
        case .running:
            (crashes, sentence) = (nil, "no report, but it stopped answering: undecided")
        }
    }
}

/// What a part with a sanitizer may say: nothing that any check but its own is judged by.
enum SanitizedRecorder {
    /// Returns a recorder that hands on facts, artefacts and progress under the part's name.
    ///
    /// Samples and events are dropped. Violations and faults become facts: an ambition never turns
    /// the gate.
    static func of(_ part: SanitizedFuzz.Part, forwarding recorder: Recorder) -> Recorder {
        Recorder { message in
            switch message {
            case .fact(let fact):
                recorder.fact("\(part.name), \(fact.key)", fact.value)
            case .violation(let violation):
                recorder.fact("\(part.name), \(violation.kind.rawValue)", violation.text)
            case .fault(let fault):
                recorder.fact("\(part.name), fault of the judge", fault.text)
            case .artefact(let name, let path):
                recorder.record(
                    .artefact(name: "\(part.sanitizer.rawValue)-\(name)", path: path))
            case .progress(let text):
                recorder.progress("\(part.sanitizer.rawValue) sanitizer: \(text)")
            case .process: recorder.record(message)
            case .samples, .event, .end: break
            }
        }
    }
}

/// Where a sanitizer's run-time library leaves its reports, and how it is told to.
struct SanitizerReports {
    /// The environment of the stub: the first report is written to a file and ends the process.
    ///
    /// Leaks are for the real part to judge, by the allocator's own count; looking for them needs
    /// ptrace besides, which containers forbid.
    let variables: [String: String]

    private let directory: String

    /// With what a report ends the process; no stub ends with it otherwise
    /// (contract.md#exit-codes).
    static let exitCode: Int32 = 66

    private static let stem = "report"

    /// Prepares for reports in an existing directory.
    init(_ sanitizer: Sanitizer, directory: String) {
        self.directory = directory
        var options = [
            "halt_on_error=1", "exitcode=\(Self.exitCode)",
            "log_path='\(directory)/\(Self.stem)'",
        ]
        if sanitizer == .address { options.append("detect_leaks=0") }
        variables = [sanitizer.optionsVariable: options.joined(separator: ":")]
    }

    /// Returns the reports that are there.
    func texts() -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return names.filter { $0.hasPrefix("\(Self.stem).") }.sorted().prefix(20).compactMap {
            name in
            ForeignFile.beginning(of: "\(directory)/\(name)", atMost: 1 << 20)
                .map { String(decoding: $0, as: UTF8.self) }
        }.filter { $0.contains("Sanitizer") }
    }

    /// Returns the line of a report that says what was found and where.
    static func summary(of text: String) -> String {
        let lines = text.split(separator: "\n")
        let line = lines.first { $0.hasPrefix("SUMMARY: ") } ?? lines.first ?? ""
        return String(line.prefix(300))
    }
}
