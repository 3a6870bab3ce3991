internal import Foundation
internal import GateKit
internal import WeldPlatform
internal import WeldWire

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
        let left = wasAlive ? try attempt.leave(subject) : nil
        // A sanitizer takes its time to put names to a stack before the process ends.
        let status = left ?? subject.waitForEnd(within: Self.reportPatience)
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
            try text.write(toFile: path, atomically: false, encoding: .utf8)
            recorder.record(.artefact(name: name, path: path))
        } catch {
            recorder.fact("\(part.name), report", "could not be kept: \(error)")
        }
    }
}
