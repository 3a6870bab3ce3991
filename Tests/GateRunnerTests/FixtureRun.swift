import Foundation
import GateHost
import GateKit
import Glibc

@testable import fixture_gates

/// One run of a fixture in a judge of its own, with a temporary directory of its own.
struct FixtureRun {
    /// Where the judge makes its private directory; whatever is left of the run names it.
    let temporary: String
    /// Where artefacts are kept.
    let artefacts: String
    private let process = Process()
    private let output = Pipe()
    private let errors = Pipe()

    /// Starts a judge.
    init(_ fixture: String, _ options: [String] = []) throws {
        let name = UUID().uuidString.prefix(8)
        temporary = "/tmp/fx-\(name)"
        artefacts = "/tmp/fx-\(name)-kept"
        try FileManager.default.createDirectory(
            atPath: temporary, withIntermediateDirectories: false)
        process.executableURL = URL(fileURLWithPath: Self.program)
        process.arguments =
            ["judge", fixture, "temporary=\(temporary)", "artefacts=\(artefacts)"] + options
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = FileHandle.nullDevice
        try process.run()
    }

    /// The judge's process.
    var pid: Int32 { process.processIdentifier }

    /// The fixtures' program: it stands beside the tests'.
    static var program: String {
        let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        return URL(fileURLWithPath: tests ?? "").deletingLastPathComponent()
            .appendingPathComponent("fixture-gates").path
    }

    /// Waits until the attempt said that it hangs.
    func waitUntilHanging() {
        var text = ""
        while !text.contains("hanging") {
            let data = errors.fileHandleForReading.availableData
            if data.isEmpty { return }
            text += String(decoding: data, as: UTF8.self)
        }
    }

    /// Waits for the judge's end and returns what it printed; nil where that is no transcript.
    func transcript() -> Transcript? {
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return try? JSONDecoder().decode(Transcript.self, from: data)
    }

    /// Waits for the judge's end and returns its exit code, or the negated signal.
    func status() -> Int32 {
        process.waitUntilExit()
        let status = process.terminationStatus
        return process.terminationReason == .uncaughtSignal ? -status : status
    }

    /// The names of living processes of this run: their environment or arguments name its
    /// directory.
    func survivors() -> [String] { members().map(\.name) }

    /// The same as the ledger shows them, whoever their parents are.
    func members() -> [ProcessEntry] {
        Ledger.processes().filter { !$0.hasEnded && $0.pid != getpid() }.filter { entry in
            ["environ", "cmdline"].contains {
                Ledger.detail($0, of: entry.pid)?.contains(temporary) ?? false
            }
        }
    }

    /// What stands in the temporary directory.
    func leftovers() -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: temporary)) ?? []
    }

    /// Removes the run's directories.
    func clean() {
        for path in [temporary, artefacts] { try? FileManager.default.removeItem(atPath: path) }
    }
}

extension Transcript {
    /// The verdict of the gate that the fixture serves.
    var verdict: Verdict? { results.first { $0.gate == .g1 }?.verdict }

    /// Why, in one sentence.
    var reason: String { results.first { $0.gate == .g1 }?.sentence ?? "" }

    /// What the first attempt left as violations.
    var violations: [Violation] {
        messages.compactMap { if case .violation(let violation) = $0 { violation } else { nil } }
    }

    /// What the first attempt left as faults.
    var faults: [HarnessFault] {
        messages.compactMap { if case .fault(let fault) = $0 { fault } else { nil } }
    }

    /// Returns a fact of the first attempt.
    func fact(_ key: String) -> String? {
        messages.lazy.compactMap { message -> String? in
            if case .fact(let fact) = message, fact.key == key { return fact.value }
            return nil
        }.first
    }

    private var messages: [StoredEvidence] { attempts.first?.messages ?? [] }
}
