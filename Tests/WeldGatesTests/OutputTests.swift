import Foundation
import GateKit
import TestSupport
import Testing

/// What the program prints where all is well.
@Suite("Output")
struct OutputTests {
    @Test("a run prints one JSON document, and its report is the same when rendered again")
    func json() throws {
        let folder = try Folder()
        let command = try Command(Command.quick + ["--gate", "G3", "--json"], in: folder)
        let document = try #require(
            JSONSerialization.jsonObject(with: Data(command.output.utf8)) as? [String: Any])
        #expect(document["exitCode"] as? Int == Int(command.code))
        // A sanitizer keeps what its program frees, and g3.resident says so.
        #expect(command.code == RunExitCode.inconclusive.rawValue || Build.isSanitized)
        #expect(document["run"] as? Int == 1)
        #expect(
            (document["gates"] as? [[String: Any]])?.map { $0["gate"] as? String } == ["G3", "G7"])
        for file in ["report.md", "report.html"] {
            let report = try String(
                contentsOfFile: "\(folder.path)/results/\(file)", encoding: .utf8)
            let format = file.hasSuffix("html") ? "html" : "markdown"
            let again = try Command(
                ["report", "--run", "1", "--format", format, "-o", "again/\(file)"], in: folder)
            #expect(again.code == 0)
            #expect(
                try String(contentsOfFile: "\(folder.path)/again/\(file)", encoding: .utf8)
                    == report)
        }
        #expect(folder.holds("results/report.figures/figure-host.svg"))
        let plain = try Command(["report", "--format", "terminal"], in: folder)
        #expect(plain.code == 0)
        #expect(plain.output.hasPrefix("VALIDATION REPORT\n"))
        #expect(!plain.output.contains("**"))
    }

    @Test("the list names every gate, and is one JSON document when asked")
    func list() throws {
        let folder = try Folder()
        let text = try Command(["list"], in: folder).output
        for gate in GateID.allCases { #expect(text.contains("\(gate.rawValue)  \(gate.title)")) }
        let json = try Command(["list", "--json"], in: folder).output
        let entries = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]]
        #expect(entries?.map { $0["gate"] as? String } == GateID.allCases.map(\.rawValue))
        #expect(!folder.holds("results"))
    }

    @Test("the list of controls names every deciding check once, and counts those that have one")
    func listControls() throws {
        let folder = try Folder()
        let text = try Command(["list", "--controls"], in: folder).output
        let json = try Command(["list", "--controls", "--json"], in: folder).output
        let rows = try #require(
            try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]])
        let checks = rows.compactMap { $0["check"] as? String }
        #expect(Set(checks).count == rows.count && checks.contains("g1.p50"))
        let covered = rows.count { !(($0["controls"] as? [Any]) ?? []).isEmpty }
        #expect(text.contains("\(covered) of \(rows.count) deciding checks have a control"))
        #expect(text.contains("echo-delay=1200us (runtime)"))
    }

    @Test("the stored command line and seed are in the report")
    func provenance() throws {
        let folder = try Folder()
        _ = try Command(Command.quick + ["--seed", "42"], in: folder, environment: ["CI": "1"])
        let report = try String(contentsOfFile: "\(folder.path)/results/report.md", encoding: .utf8)
        #expect(report.contains("--no-controls --seed 42"))
        #expect(report.contains("host class ci"))
    }

    @Test("nothing coloured is written where nobody looks")
    func plain() throws {
        let folder = try Folder()
        let command = try Command(Command.quick, in: folder)
        #expect(!command.output.contains("\u{1B}"))
        #expect(!command.errors.contains("\u{1B}"))
    }
}
