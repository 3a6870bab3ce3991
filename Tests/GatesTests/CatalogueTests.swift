import GateKit
import Testing
import WeldContract

@testable import Gates

@Suite("The catalogue of gates")
struct CatalogueTests {
    private static func plan(
        _ procedure: any Procedure, _ profile: Profile = .full, controls: [Control] = []
    ) -> AttemptPlan {
        AttemptPlan(
            procedure: procedure.name, gates: procedure.gates, profile: profile, replicate: 0,
            seed: 1, controls: controls, scratchDirectory: "/s", editorPath: "/e",
            runtimePath: "/r", deadlineSeconds: 1)
    }

    /// Every check of the procedures' real attempts.
    static let checks = GateCatalogue.procedures.flatMap { $0.rule(plan($0)).checks }

    @Test("Every gate is declared once, in the order of the matrix")
    func declared() {
        #expect(GateCatalogue.declarations.map(\.id) == GateID.allCases)
    }

    @Test("A gate is either pending with a reason or served by a procedure, never both")
    func served() {
        for declaration in GateCatalogue.declarations {
            let isServed = GateCatalogue.procedures.contains { $0.gates.contains(declaration.id) }
            #expect(isServed == (declaration.pendingReason == nil), "\(declaration.id)")
        }
    }

    @Test("The headline of every gate that can be run is one of its checks")
    func headlines() {
        for declaration in GateCatalogue.declarations where declaration.pendingReason == nil {
            let ids = Self.checks.filter { $0.gate == declaration.id }.map(\.id)
            #expect(ids.contains(declaration.headlineCheck), "\(declaration.id)")
        }
    }

    @Test("Check ids are unique and begin with their gate")
    func ids() {
        #expect(Set(Self.checks.map(\.id)).count == Self.checks.count)
        for check in Self.checks {
            #expect(check.id.hasPrefix(check.gate.rawValue.lowercased() + "."), "\(check.id)")
        }
    }

    @Test(
        "A control's checks are judged in its own attempt",
        arguments: GateCatalogue.procedures.flatMap(\.controlAttempts))
    func controls(attempt: ControlAttempt) throws {
        let procedure = try #require(
            GateCatalogue.procedures.first { $0.controlAttempts.contains(attempt) })
        let rule = procedure.rule(Self.plan(procedure, controls: attempt.controls))
        let ids = rule.checks.map(\.id)
        for control in attempt.controls {
            #expect(ids.contains(control.expectedCheck))
            for id in control.alsoViolated { #expect(ids.contains(id)) }
        }
    }

    @Test(
        "Controls that share an attempt neither cause each other's violation nor share a check",
        arguments: GateCatalogue.procedures.flatMap(\.controlAttempts))
    func sharing(attempt: ControlAttempt) {
        let expected = attempt.controls.map(\.expectedCheck)
        #expect(Set(expected).count == expected.count)
        for control in attempt.controls {
            let others = attempt.controls.filter { $0.sabotage != control.sabotage }
            #expect(!others.contains { $0.alsoViolated.contains(control.expectedCheck) })
        }
    }

    @Test(
        "A busy neighbour is no excuse for a control in the real-time class, and only for one there"
    )
    func hostOfViewportControls() throws {
        let procedure = ViewportProcedure()
        // A real attempt runs in the class as its controls do.
        #expect(procedure.rule(Self.plan(procedure)).noise == RealTime.noise)
        for attempt in procedure.controlAttempts {
            let noise = procedure.rule(Self.plan(procedure, controls: attempt.controls)).noise
            let expected: InterferenceRule =
                ControlStage(attempt.controls) == .adversary ? .standard : RealTime.noise
            #expect(noise == expected, "\(attempt.controls.names)")
        }
    }

    @Test("A count that hides a wait is timing, and every other count is what no host can cause")
    func natures() {
        let checks = GateCatalogue.procedures.flatMap { $0.rule(Self.plan($0)).checks }
        let timed = checks.filter { $0.unit == .count && $0.nature == .timing }.map(\.id)
        #expect(
            Set(timed) == [
                "g1.replies-lost", "g1.held", "g3.stall", "g3.descriptors", "g3.threads",
                "g3.mappings",
                "g4.ledger", "g6.gestures", "g7.closed-on-error", "g7.nothing-kept",
                "g7.liveness",
            ])
    }

    @Test("The judge's own floors ask in real attempts alone, and decide nothing")
    func capacity() {
        for procedure in GateCatalogue.procedures {
            for attempt in procedure.controlAttempts {
                let checks = procedure.rule(
                    Self.plan(procedure, controls: attempt.controls)
                ).checks
                #expect(!checks.contains { $0.tier == .capacity })
            }
        }
        let real = GateCatalogue.procedures.flatMap { $0.rule(Self.plan($0)).checks }
        let gates = Set(real.filter { $0.tier == .capacity }.map(\.gate))
        #expect(gates == [.g1, .g2, .g4, .g5, .g6])
    }

    @Test("Every check that decides has a control in each profile that has the check")
    func everyCheckHasControls() {
        for profile in Profile.allCases {
            for procedure in GateCatalogue.procedures {
                let controls = procedure.controlAttempts(in: profile).flatMap(\.controls)
                let turned = Set(controls.map(\.expectedCheck))
                let deciding = procedure.rule(Self.plan(procedure, profile)).decidingChecks
                #expect(deciding.map(\.id).filter { !turned.contains($0) } == [], "\(profile)")
            }
        }
    }

    @Test("Every gate that can be run has a control")
    func everyGateHasControls() {
        for declaration in GateCatalogue.declarations where declaration.pendingReason == nil {
            let controls = GateCatalogue.procedures.flatMap(\.controls)
            #expect(controls.contains { $0.gate == declaration.id }, "\(declaration.id)")
        }
    }

    @Test(
        "The contract's figures are those of the gates page",
        arguments: [
            ("g1.p50", 1e6, Comparison.below), ("g1.handshake", 1e8, .below),
            ("g1.replies-whole", 0, .equal), ("g1.replies-lost", 0, .equal),
            ("g1.order-kept", 0, .equal), ("g2.p99", 5e6, .below), ("g2.max", 5e7, .below),
            ("g3.errors-as-predicted", 0, .equal), ("g3.crashes", 0, .equal),
            ("g3.stall", 0, .equal), ("g3.sent-minus-received", 0, .equal),
            ("g3.paced", 10_000, .atLeast), ("g3.frames-as-specified", 0, .equal),
            ("g3.texts", 0, .equal), ("g3.blocked-memory", 8_388_608, .atMost),
            ("g3.descriptors", 0, .equal), ("g3.threads", 0, .equal),
            ("g3.mappings", 0, .equal),
            ("g4.detected", 1e8, .below), ("g4.recovered", 5e8, .below),
            ("g4.viewport-moves", 5e8, .below), ("g4.second-death", 0, .equal),
            ("g4.heartbeat", 3.5e9, .atMost), ("g4.heartbeat-patient", 3e9, .atLeast),
            ("g4.pause-forgiven", 0, .equal), ("g4.ledger", 0, .equal),
            ("g5.noticed", 1e8, .below), ("g5.ended", 5e8, .below), ("g5.status", 0, .equal),
            ("g5.nothing-left", 0, .equal), ("g5.sweep", 0, .equal),
        ])
    func contract(id: String, threshold: Double, comparison: Comparison) throws {
        let check = try #require(Self.checks.first { $0.id == id })
        #expect(check.threshold == threshold)
        #expect(check.comparison == comparison)
        #expect(check.tier == .contract)
    }

    @Test(
        "A control is asked what a real attempt is asked, and for no more samples",
        arguments: Profile.allCases)
    func sameQuestion(profile: Profile) throws {
        for procedure in GateCatalogue.procedures {
            let real = procedure.rule(Self.plan(procedure, profile)).checks
            for attempt in procedure.controlAttempts(in: profile) {
                let plan = Self.plan(procedure, profile, controls: attempt.controls)
                // What the host is asked for a control's sake is no question to a subject.
                for check in procedure.rule(plan).checks where check.tier != .sight {
                    var asked = try #require(real.first { $0.id == check.id }, "\(check.id)")
                    #expect(check.fewestSamples <= asked.fewestSamples, "\(check.id)")
                    asked.fewestSamples = check.fewestSamples
                    #expect(check == asked, "\(check.id) of \(attempt.controls.sabotages)")
                }
            }
        }
    }

    @Test(
        "Replicates and round trips are never fewer than the gates page asks",
        arguments: [(Profile.smoke, 3), (.ci, 5), (.full, 5)])
    func lengths(profile: Profile, replicates: Int) {
        let procedure = RoundTripProcedure()
        #expect(procedure.replicates(profile) == replicates)
        let length = RoundTripLength(Self.plan(procedure, profile))
        #expect(length.warmup == 100)
        #expect(length.rounds == 10_000)
        #expect(length.fewestRounds == 10_000)
        let paced = [Profile.smoke: 1000, .ci: 10_000, .full: 10_000]
        #expect(length.pacedRounds == paced[profile])
        #expect(length.loadedRounds == paced[profile])
        #expect(length.parts == Set(RoundTripLength.Part.allCases))
    }

    @Test(
        "The fuzz lasts as long as the gates page asks, in measured seconds",
        arguments: [(Profile.smoke, 3), (.ci, 60), (.full, 3600)])
    func fuzzLength(profile: Profile, seconds: Int) {
        let procedure = FuzzProcedure()
        let rule = procedure.rule(Self.plan(procedure, profile))
        let length = FuzzLength(Self.plan(procedure, profile))
        let parts = length.campaign + length.saturation + length.paced
        #expect(abs(parts * Double(length.subjects.count) - Double(seconds)) < 1e-9)
        #expect(rule.contractLengths.map(\.samples) == [3600])
    }
}
