import GateKit
import Testing

@testable import Gates

@Suite("A pair that is judged from outside")
struct OutsideTests {
    private static func plan(_ gates: [GateID]) -> AttemptPlan {
        AttemptPlan(
            procedure: "p", gates: gates, profile: .smoke, replicate: 0, seed: 1,
            scratchDirectory: "/x", editorPath: "/e", runtimePath: "/r", deadlineSeconds: 1,
            options: Outside.planOptions(hasOfferedEditor: true))
    }

    @Test("Every gate is judged, and names what is not shown, or says why it cannot be")
    func complete() {
        for declaration in Outside.declarations {
            let missing = Outside.missing(declaration.id)
            #expect((missing == nil) == (declaration.pendingReason != nil), "\(declaration.id)")
            #expect(missing?.isEmpty != true)
        }
        #expect(Outside.sentences([.g2, .g7]).count == 1)
    }

    @Test("What is not shown is a length of which the run has nothing, and no check asks for it")
    func rules() {
        for procedure in [
            RoundTripProcedure() as any Procedure, FuzzProcedure(), G5Procedure(),
        ] {
            let rule = procedure.rule(Self.plan(procedure.gates))
            for gate in procedure.gates {
                let titles = rule.contractLengths.filter { $0.gate == gate }.map(\.title)
                #expect(titles.starts(with: Outside.missing(gate) ?? ["?"]))
            }
            let unseen: Set = ["g1.clock", "g1.own-frames", "g3.texts", "g3.heap", "g5.noticed"]
            #expect(rule.checks.allSatisfy { !unseen.contains($0.id) })
            #expect(!rule.checks.isEmpty)
        }
    }
}
