internal import Foundation
internal import GateKit

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
        return names.filter { $0.hasPrefix("\(Self.stem).") }.sorted().compactMap { name in
            try? String(contentsOfFile: "\(directory)/\(name)", encoding: .utf8)
        }.filter { $0.contains("Sanitizer") }
    }

    /// Returns the line of a report that says what was found and where.
    static func summary(of text: String) -> String {
        let lines = text.split(separator: "\n")
        let line = lines.first { $0.hasPrefix("SUMMARY: ") } ?? lines.first ?? ""
        return String(line.prefix(300))
    }
}
