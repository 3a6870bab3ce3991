import ArgumentParser
import GateKit
import GateRunner
import GateStore

/// Says what this machine lacks, before a run does.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Checks whether gates can be run on this machine.",
        discussion: """
            Every line is ok, missing (a run would end with code 79), or info (only one gate, or \
            better evidence, asks for it).
            """)

    @OptionGroup var store: StoreOptions

    func run() async throws {
        let clock = ClockCheck.measure()
        // The tightest contract (gates.md#g1), in nanoseconds: G1's median.
        var missing = [clock.fault(tightestThreshold: 1_000_000)].compactMap(\.self)
        show(missing.isEmpty, "clock", clock.fact.value)
        let faults = await Preconditions.faults(Program.subjects)
        missing += faults
        show(
            faults.isEmpty, "binaries",
            faults.isEmpty
                ? Program.subjects.map(\.path).joined(separator: ", ")
                : faults.map(\.text).joined(separator: "; "))
        if let fault = Preconditions.temporaryDirectoryFault(Program.temporaryDirectory) {
            missing.append(fault)
            show(false, "private directory", fault.text)
        } else {
            show(true, "private directory", Program.temporaryDirectory)
        }
        showStore()
        for tool in ["git", "gdb", "sway"] {
            print("info     \(tool): \(Preconditions.find(tool) ?? Self.without(tool))")
        }
        guard missing.isEmpty else {
            print("\nNext: \(missing[0].text)")
            throw ExitCode(RunExitCode.preconditionMissing.rawValue)
        }
        print("\nNext: weld-gates --all")
    }

    private func show(_ good: Bool, _ what: String, _ text: String) {
        print("\(good ? "ok      " : "missing ") \(what): \(text)")
    }

    private func showStore() {
        do throws(Failure) {
            let runs = (try? GateStore.read(store.path).runIDs())?.count ?? 0
            if runs == 0 { _ = try GateStore.read(store.path) }
            print("info     store: \(store.path), \(runs) runs")
        } catch {
            print("info     store: \(error.sentence)")
        }
    }

    private static func without(_ tool: String) -> String {
        switch tool {
        case "git": "not found; runs will not know their commit"
        case "gdb": "not found; the evidence of a hang will lack stacks"
        default: "not found; G6 needs it: install the package sway"
        }
    }
}
