internal import Foundation
internal import GateHost
internal import GateKit

/// One part of what is asked of Windows programs under Wine: the driver takes the samples there, and
/// this attempt hands on what it says (gates.md#wine).
struct WineProcedure: Procedure {
    let part: WinePart

    var name: String { "wine-\(part.rawValue)" }
    var gates: [GateID] { part.gates }
    var controlAttempts: [ControlAttempt] { part.controlAttempts }

    func replicates(_ profile: Profile) -> Int { 1 }

    func deadlineSeconds(_ profile: Profile, controls: [Control]) -> Double {
        if !controls.isEmpty { return 100 }
        return switch profile {
        case .smoke: 120
        case .ci: 300
        case .full: 1_200
        }
    }

    func rule(_ plan: AttemptPlan) -> Rule {
        if plan.isControl { return Rule(checks: part.checks(trials: 1)) }
        return Rule(
            checks: part.checks(trials: part.rounds(plan.profile)),
            milestones: part.milestones(plan.profile), contractLengths: part.lengths)
    }

    func perform(_ plan: AttemptPlan, recorder: Recorder) throws {
        try ProcessEnvironment.becomeSubreaper()
        let wine = try WinePrefix(plan)
        defer { wine.end() }
        let rounds = plan.isControl ? part.rounds(of: plan.controls) : part.rounds(plan.profile)
        let arguments =
            [
                "\(wine.programs)/weld-peer.exe", part.rawValue,
                "--runtime", WinePrefix.windowsPath(plan.runtimePath),
                "--editor", WinePrefix.windowsPath(plan.editorPath),
                "--directory", WinePrefix.windowsPath(plan.scratchDirectory),
                "--seed", String(plan.seed), "--rounds", String(rounds),
            ] + plan.controls.flatMap { ["--\($0.subject.rawValue)-fault", $0.sabotage] }
        recorder.fact("emulated by", wine.version)
        // What follows is Wine's end.
        let seconds = max(1, plan.deadlineSeconds - 25)
        switch try wine.run(arguments, within: .milliseconds(Int(seconds * 1000))) {
        case .late:
            recorder.fault(
                .harness, "the driver did not come to its end under Wine in \(seconds) s")
        case .tooMuch: recorder.fault(.harness, "the driver says more than is taken")
        case .ended(let status, let output, let errors):
            guard handOn(output, to: recorder) else {
                let words = String(decoding: errors.suffix(400), as: UTF8.self)
                recorder.fault(
                    .harness, "the driver ended with \(status) before it had said all: \(words)")
                return
            }
        }
    }

    /// Hands the driver's messages on; false where it did not say that they are all.
    private func handOn(_ output: [UInt8], to recorder: Recorder) -> Bool {
        for line in output.split(separator: 0x0A) {
            let bytes = line.last == 0x0D ? line.dropLast() : line
            guard let message = try? JSONDecoder().decode(AttemptMessage.self, from: Data(bytes))
            else {
                recorder.fault(
                    .harness,
                    "the driver said what is no message: "
                        + String(decoding: bytes.prefix(120), as: UTF8.self))
                return true
            }
            if case .end = message { return true }
            recorder.record(message)
        }
        return false
    }
}
