import ArgumentParser
import GateKit
import GateRunner
import GateStore

/// Says what this machine lacks, before a run does.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Checks whether gates can be run on this machine.",
        discussion: """
            Tries every call, and looks for every limit, permission and program, that a gate \
            needs; a run refuses to begin where its gates lack one of them. Every line is ok, \
            missing (such a run would end with code 79, for its store with 110), or info (evidence is only better with \
            it), and what is not there is followed by who needs it, why, and the command that \
            mends it. The fields of --json are those of \
            Gates/Specification/preconditions.md#doctor.
            """)

    @OptionGroup var store: StoreOptions

    @Flag(help: "One JSON document instead of lines.")
    var json = false

    func run() throws {
        let (kept, refusal) = kept
        var checks = [clock, binaries]
        checks += HostNeeds.examine(Program.places()).map { DoctorReport.Check($0) }
        checks.append(kept)
        let report = DoctorReport(checks, store: store.words)
        try StandardOutput.leave(saying: [json ? JSONText.of(report) : report.text])
        let isStoreAlone = refusal != nil && report.missing == 1
        guard report.missing == 0 else {
            throw ExitCode(
                (isStoreAlone ? refusal?.code : nil)?.rawValue
                    ?? RunExitCode.preconditionMissing.rawValue)
        }
    }

    private var clock: DoctorReport.Check {
        let clock = ClockCheck.measure()
        // The tightest contract (gates.md#g1), in nanoseconds: G1's median.
        let fault = clock.fault(tightestThreshold: 1_000_000)
        return DoctorReport.Check(
            name: "clock", status: fault == nil ? .ok : .missing,
            found: fault?.text ?? clock.fact.value, why: "every time is measured by it",
            remedy: "use another machine, or another clock source of its kernel")
    }

    private var binaries: DoctorReport.Check {
        let faults = Preconditions.faults(Program.subjects)
        return DoctorReport.Check(
            name: "binaries", status: faults.isEmpty ? .ok : .missing,
            found: faults.isEmpty
                ? Program.subjects.map(\.path).joined(separator: ", ")
                : faults.map(\.text).joined(separator: "; "),
            why: "they are what is judged", remedy: faults.first?.text ?? "swift build")
    }

    /// The store, and why a run could not use it.
    ///
    /// That there is none yet is no reason.
    private var kept: (check: DoctorReport.Check, refusal: Failure?) {
        var found: String
        var refusal: Failure?
        do throws(StoreError) {
            let runs = try GateStore.openReadOnly(path: store.path).runIDs().count
            found = "\(store.path), \(runs) runs"
        } catch {
            found = error.description
            refusal = error.kind == .noStore ? nil : Failure.store(error)
        }
        if refusal == nil, let why = store.unwritable {
            found = why
            refusal = Failure(sentence: why, code: .cannotWrite)
        }
        let check = DoctorReport.Check(
            name: "store", status: refusal == nil ? .info : .missing, found: found,
            why: "runs are kept in it",
            remedy: refusal == nil ? "the first run makes it" : "name another store with --db")
        return (check, refusal)
    }
}
