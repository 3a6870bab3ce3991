import GateKit

/// The commands that make a cell's attempts again, with the very seeds, or show more of them.
struct Reproduction {
    /// The commands, the most telling first.
    let commands: [String]

    /// - Parameters:
    ///   - attempts: Those that decided.
    ///   - artefacts: The paths of what was kept.
    ///   - store: The words that name the store, such as `--db` and its path; none for the default.
    init(_ evidence: CellEvidence, attempts: [Int64], artefacts: [String], store: [String]) {
        let run = evidence.run
        let first = evidence.attempts.first?.record.plan
        var words = [
            "weld-gates", "--gate", evidence.gate.rawValue, "--profile", run.profile.rawValue,
            "--seed", "\(run.seed)",
        ]
        // A run may have made others than its profile says.
        let made = evidence.attempts.count
        if let invocation = run.fact("command"), invocation.contains("--replicates"), made > 0 {
            words += ["--replicates", "\(made)"]
        }
        if let invocation = run.fact("command"), let first {
            for (option, path) in [
                ("--editor", first.editorPath), ("--runtime", first.runtimePath),
            ]
            where invocation.contains("\(option) ") || invocation.contains("\(option)=") {
                words += [option, path]
            }
        }
        if evidence.controls.isEmpty { words.append("--no-controls") }
        for (name, value) in first?.options.sorted(by: { $0.key < $1.key }) ?? []
        where ["compositor", "keep-frames", "sanitized-stubs"].contains(name) && value != "sway" {
            words += ["--\(name)", value]
        }
        let scripts = artefacts.filter { $0.hasSuffix(".fuzz") }
        let traced = attempts.reduce(into: [Int64]()) { if !$0.contains($1) { $0.append($1) } }
        commands =
            [ShellWords.line(words + store)]
            + scripts.map { ShellWords.line(["weld-gates", "replay", $0]) }
            + traced.prefix(3).map { attempt in
                ShellWords.line(
                    ["weld-gates", "trace", "\(attempt)", "-o", "attempt-\(attempt).json"] + store)
            }
    }
}
