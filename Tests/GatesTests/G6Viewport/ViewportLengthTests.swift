import GateKit
import Testing
import WeldContract

@testable import Gates

@Suite("How long a viewport's attempt looks")
struct ViewportLengthTests {
    private static let windowed = G6Gate.controlAttempts.filter {
        !$0.sabotages(.twoSlotAdversary)
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
        arguments: [(Profile.smoke, 5, 1), (.ci, 60, 10), (.full, 60, 60)])
    func fewest(profile: Profile, window: Int, twoSlots: Int) throws {
        let length = ViewportLength(profile, controls: [])
        for id in ["g6.torn-composited", "g6.age", "g6.age-presented", "g6.repeated"] {
            let check = try #require(G6Gate.checks(length).first { $0.id == id })
            #expect(check.fewestSamples == window * 30, "\(id)")
        }
        let shown = try #require(G6Gate.milestones(length).first { $0.id == "g6.shown" })
        #expect(shown.atLeast == window * 30)
        let protocols = G6Gate.protocolChecks(length)
        #expect(protocols.map(\.fewestSamples) == [twoSlots * 30, twoSlots * 20])
    }

    @Test("A rate says what it deviates from, so that an excuse for it has a bound")
    func nominal() {
        let checks = G6Gate.checks(ViewportLength(.smoke, controls: []))
        let rates = checks.filter { $0.unit == .perSecond }
        #expect(rates.count == 4)
        #expect(rates.allSatisfy { $0.nominal == 60 })
    }
}
