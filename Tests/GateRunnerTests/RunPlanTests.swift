import GateKit
import Testing

@testable import GateRunner

/// The attempts of a run as a pure function of what was asked.
@Suite("Run plan")
struct RunPlanTests {
    private struct Stub: Procedure {
        var name = "stub"
        var gates: [GateID] = [.g1, .g2]
        var options: [ProcedureOption] = []
        var controlAttempts: [ControlAttempt] = (1...5).map {
            [Control("fault-\($0)", gate: $0 < 4 ? .g1 : .g2, violates: "g1.x")]
        }
        func replicates(_ profile: Profile) -> Int { profile == .smoke ? 3 : 5 }
        func rule(_ plan: AttemptPlan) -> Rule { Rule(checks: []) }
        func deadlineSeconds(_ profile: Profile, controls: [Control]) -> Double {
            controls.isEmpty ? 30 : 10
        }
        func perform(_ plan: AttemptPlan, recorder: Recorder) {}
    }

    private func configuration(
        gates: [GateID] = [.g1, .g2], change: (inout RunConfiguration) -> Void = { _ in }
    ) -> RunConfiguration {
        var configuration = RunConfiguration(
            declarations: [
                GateDeclaration(id: .g1, question: "?", headlineCheck: ""),
                GateDeclaration(id: .g2, question: "?", headlineCheck: ""),
                GateDeclaration(id: .g3, question: "?", headlineCheck: "", pendingReason: "later"),
            ],
            procedures: [Stub()], gates: gates, profile: .smoke, seed: 1, hostClass: "test",
            attemptCommand: [], subjects: [SubjectBinary(.editor, path: "/e")],
            artefactDirectory: "", temporaryDirectory: "")
        change(&configuration)
        return configuration
    }

    @Test("controls stand between the real attempts")
    func interleaved() {
        let kinds = RunPlan(configuration()).entries.map { $0.plan.controls.first?.name ?? "real" }
        #expect(
            kinds == [
                "real", "fault-1", "real", "fault-2", "fault-3", "real", "fault-4", "fault-5",
            ])
    }

    @Test("a control is judged for its own gate and must be announced")
    func announcement() {
        for entry in RunPlan(configuration()).entries {
            let announced = entry.rule.milestones.map(\.id)
            #expect(announced == (!entry.plan.isControl ? [] : ["control.announced"]))
            for control in entry.plan.controls { #expect(entry.plan.gates == [control.gate]) }
        }
    }

    @Test("controls that share an attempt are told to it together, and each is expected")
    func shared() throws {
        var stub = Stub()
        stub.controlAttempts = [
            [
                Control("a", gate: .g1, violates: "g1.x"),
                Control("b", gate: .g2, violates: "g2.x"),
            ]
        ]
        let plan = RunPlan(configuration { $0.procedures = [stub] })
        let entry = try #require(plan.entries.first { $0.plan.isControl })
        #expect(entry.plan.controls.map(\.name) == ["a", "b"])
        #expect(entry.plan.gates == [.g1, .g2])
        #expect(entry.rule.milestones.map(\.gate) == [.g1, .g2])
        #expect(plan.declarations.map(\.controlsExpected).prefix(2) == [1, 1])
        let one = RunPlan(
            configuration(gates: [.g2]) {
                $0.procedures = [stub]
            })
        #expect(one.entries.flatMap(\.plan.controls).map(\.name) == ["b"])
    }

    @Test("a smoke run makes some of the long attempts, others with another seed, ci all of them")
    func long() {
        var stub = Stub()
        stub.controlAttempts = (1...4).map {
            .long(Control("fault-\($0)", gate: .g1, violates: "g1.x"))
        }
        var tried: Set<String> = []
        for seed in UInt64(0)..<40 {
            let plan = RunPlan(
                configuration {
                    $0.procedures = [stub]
                    $0.seed = seed
                })
            let names = plan.entries.flatMap(\.plan.controls).map(\.name)
            #expect(names.count == 1)
            #expect(plan.declarations.first?.controlsExpected == 1)
            #expect(plan.declarations.first?.controlsKnown == 4)
            tried.formUnion(names)
        }
        #expect(tried.count == 4)
        let all = RunPlan(
            configuration {
                $0.procedures = [stub]
                $0.profile = .ci
            })
        #expect(all.entries.flatMap(\.plan.controls).count == 4)
    }

    @Test("an attempt for checks that exist at full alone is made and counted there alone")
    func fullOnly() {
        var stub = Stub()
        stub.controlAttempts = [
            [Control("a", gate: .g1, violates: "g1.x")],
            .full(Control("b", gate: .g1, violates: "g1.y")),
        ]
        for (profile, names) in [(Profile.smoke, ["a"]), (.ci, ["a"]), (.full, ["a", "b"])] {
            let plan = RunPlan(
                configuration {
                    $0.procedures = [stub]
                    $0.profile = profile
                })
            #expect(plan.entries.flatMap(\.plan.controls).map(\.name) == names)
            #expect(plan.declarations.first?.controlsExpected == names.count)
            #expect(plan.declarations.first?.controlsKnown == names.count)
        }
    }

    @Test("a gate that was not selected has no controls tried")
    func selection() {
        let entries = RunPlan(configuration(gates: [.g2])).entries
        #expect(entries.flatMap(\.plan.controls).map(\.name) == ["fault-4", "fault-5"])
        #expect(entries.allSatisfy { $0.plan.gates == [.g2] })
    }

    @Test("a pending gate has no attempts")
    func pending() {
        #expect(RunPlan(configuration(gates: [.g3])).entries.isEmpty)
    }

    @Test("every attempt has a seed of its own, and the same one in every selection")
    func seeds() {
        let all = RunPlan(configuration()).entries.map(\.plan.seed)
        #expect(Set(all).count == all.count)
        let some = RunPlan(configuration(gates: [.g2])).entries.map(\.plan.seed)
        #expect(Set(some).isSubset(of: Set(all)))
        let other = RunPlan(configuration { $0.seed = 2 }).entries.map(\.plan.seed)
        #expect(Set(other).isDisjoint(with: all))
    }

    @Test("replicates, deadline and controls can be asked for")
    func overrides() {
        let entries = RunPlan(
            configuration {
                $0.replicates = 2
                $0.deadlineSeconds = 7
                $0.withControls = false
            }
        ).entries
        #expect(entries.map(\.plan.replicate) == [0, 1])
        #expect(entries.allSatisfy { $0.plan.deadlineSeconds == 7 && $0.plan.editorPath == "/e" })
    }

    @Test("an option reaches its own procedure, and controls where it says so")
    func options() {
        func option(_ name: String, appliesToControls: Bool) -> ProcedureOption {
            ProcedureOption(name, .folder, help: "", appliesToControls: appliesToControls) {
                (value, _) throws(OptionRefusal) in PreparedOption(entries: [name: value])
            }
        }
        var other = Stub()
        other.name = "other"
        other.options = [
            option("for-all", appliesToControls: true),
            option("for-real", appliesToControls: false),
            option("not-given", appliesToControls: true),
        ]
        let entries = RunPlan(
            configuration {
                $0.procedures = [Stub(), other]
                $0.options = ["for-all", "for-real", "of-nobody"].reduce(into: [:]) {
                    $0[$1] = PreparedOption(entries: [$1: "x"])
                }
            }
        ).entries
        for entry in entries {
            let isReal = !entry.plan.isControl
            #expect(
                entry.plan.options.keys.sorted()
                    == (entry.plan.procedure == "stub"
                        ? [] : isReal ? ["for-all", "for-real"] : ["for-all"]))
        }
        #expect(entries.contains { $0.plan.isControl && !$0.plan.options.isEmpty })
    }

    @Test("controls are expected whether or not they were asked for")
    func expected() {
        for wanted in [true, false] {
            let declarations = RunPlan(configuration { $0.withControls = wanted }).declarations
            #expect(declarations.first { $0.gate == .g1 }?.controlsExpected == 3)
            #expect(declarations.first { $0.gate == .g1 }?.controlsKnown == 3)
        }
    }

    @Test(
        "numbers are grouped by threes",
        arguments: [(0, "0"), (999, "999"), (2_000, "2 000"), (1_234_567, "1 234 567")])
    func grouped(number: Int, text: String) {
        #expect(Shortfall.grouped(number) == text)
    }
}
