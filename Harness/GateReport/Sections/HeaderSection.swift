import GateKit

/// Which run this is, and on what.
struct HeaderSection {
    let run: RunRecord
    let seal: String?

    var markdown: String {
        var table = MarkdownTable([("Run", .left), (String(run.id), .left)])
        table.add(["Started", DateFormat.utc(run.startedAt)])
        table.add(["Ended", ended])
        table.add(["Host", run.fact(ProvenanceKey.host) ?? "not recorded"])
        table.add(["Platform", "\(run.platform.title), host class \(run.hostClass)"])
        table.add(["Profile", run.profile.rawValue])
        table.add(["Gates", run.gates.map(\.rawValue).joined(separator: " ")])
        table.add(["Seed", String(run.seed)])
        table.add(["Commit", run.fact(ProvenanceKey.commit) ?? "not recorded"])
        table.add(["Digest", seal.map { "`\($0)`" } ?? "none: the run has no results"])
        table.add(["Marks", marks.isEmpty ? "none" : marks.joined(separator: ", ")])
        return "# Validation report\n\n" + table.markdown
    }

    private var ended: String {
        let time = run.finishedAt.map(DateFormat.utc)
        switch run.state {
        case .finished: return time ?? "not recorded"
        case .running: return "still running"
        case .interrupted: return "interrupted" + (time.map { " " + $0 } ?? "")
        case .broken: return "broken off; what it had measured is shown"
        }
    }

    /// What a reader has to know before believing a figure.
    private var marks: [String] {
        [
            run.isDirty ? "**dirty**: the tree differed from the commit" : nil,
            run.isDebugBuild
                ? "**debug build**: timing is that of optimised targets in a debug build" : nil,
        ].compactMap(\.self)
    }
}
