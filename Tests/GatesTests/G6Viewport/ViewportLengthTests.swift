import GateKit
import Testing
import WeldContract

@testable import Gates

@Suite("How long a viewport's attempt looks")
struct ViewportLengthTests {
    private static let windowed = G6Gate.controlAttempts.filter {
        ControlStage($0.controls) == .window
    }

    @Test(
        "A control is watched for one period of the real attempt, in every profile",
        arguments: windowed, Profile.allCases)
    func period(attempt: ControlAttempt, profile: Profile) {
        let real = ViewportLength(profile, controls: [])
        let length = ViewportLength(profile, controls: attempt.controls)
        #expect(length.ratePeriod == real.ratePeriod)
        #expect(length.window == real.ratePeriod)
        #expect(real.window.isMultiple(of: real.ratePeriod))
    }

    @Test(
        "Half of what a healthy run brings is enough to decide; the rate judges the rest",
        arguments: [(Profile.smoke, 5, 36, 1), (.ci, 60, 150, 10), (.full, 60, 1800, 60)])
    func fewest(profile: Profile, window: Int, read: Int, twoSlots: Int) throws {
        let length = ViewportLength(profile, controls: [])
        for id in ["g6.torn-composited", "g6.age", "g6.age-presented", "g6.repeated"] {
            let check = try #require(G6Gate.checks(length).first { $0.id == id })
            #expect(check.fewestSamples == window * 30, "\(id)")
        }
        let shown = try #require(G6Gate.milestones(length).first { $0.id == "g6.shown" })
        #expect(shown.atLeast == window * 30)
        let protocols = G6Gate.protocolChecks(length)
        #expect(
            protocols.map(\.fewestSamples) == [read, 2, twoSlots * 30, twoSlots * 20])
    }

    @Test(
        "A control is performed where its check looks",
        arguments: [
            ("g6.torn-shared", ControlStage.adversary), ("g6.two-slot", .twoSlots),
            ("g6.read-age", .threeSlots), ("g6.validation", .validation),
            ("g6.draw-age", .draw), ("g6.draw-torn", .draw), ("g6.age", .window),
            ("g6.pixels", .window), ("g6.gestures", .validation),
            ("g6.1080-torn", .large(height: 1080)), ("g6.2160-torn", .large(height: 2160)),
        ])
    func stages(check: String, stage: ControlStage) {
        let control = Control("s", subject: .editor, gate: .g6, violates: check)
        #expect(ControlStage([control]) == stage)
        #expect(ControlStage([]) == nil)
        for attempt in G6Gate.controlAttempts {
            // Bursts are looked for in two parts.
            let others = attempt.controls.filter { $0.expectedCheck != "g6.burst" }
            let stages = Set(others.map { "\(ControlStage([$0]).debugDescription)" })
            #expect(stages.count == 1, "\(attempt.controls.sabotages)")
        }
    }

    @Test("In a user's session nobody asks for every read-back, or touches the window")
    func session() {
        func ids(_ compositor: CompositorChoice) -> [String] {
            let display = DisplayOptions(compositor: compositor)
            return G6Gate.checks(ViewportLength(.smoke, controls: [], display: display)).map(\.id)
        }
        for id in ["g6.read-back", "g6.gestures"] {
            #expect(ids(.sway).contains(id))
            #expect(!ids(.session).contains(id))
        }
    }

    @Test("A rate says what it deviates from, so that an excuse for it has a bound")
    func nominal() {
        let checks = G6Gate.checks(ViewportLength(.smoke, controls: []))
        let rates = checks.filter { $0.unit == .perSecond }
        #expect(rates.count == 4)
        #expect(rates.allSatisfy { $0.nominal == 60 })
    }
}
