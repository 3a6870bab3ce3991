import GateHost
import GateKit
import Testing
import WeldContract

@testable import Gates

@Suite("The parts of a viewport attempt")
struct ViewportPartTests {
    private static let session = DisplayOptions(compositor: .session)

    private func plan(_ profile: Profile, display: DisplayOptions? = nil) -> AttemptPlan {
        var plan = AttemptPlan(
            procedure: "viewport", gates: [.g6], profile: profile, replicate: 0, seed: 1,
            scratchDirectory: "/s", editorPath: "/e", runtimePath: "/r", deadlineSeconds: 1)
        plan.display = display
        return plan
    }

    @Test(
        "The milestone's pipeline and the layer are looked at in every profile",
        arguments: [(Profile.smoke, 2, 0), (.ci, 10, 0), (.full, 60, 10)])
    func lengths(profile: Profile, draw: Int, large: Int) {
        let parts = PartLength(profile, controls: [], display: nil)
        #expect(parts.draw == draw)
        #expect(parts.validation == 2)
        #expect(parts.large == large)
    }

    @Test("A control is performed in the one part that sees it", arguments: G6Gate.controlAttempts)
    func controls(attempt: ControlAttempt) {
        let parts = PartLength(.full, controls: attempt.controls, display: nil)
        let stage = ControlStage(attempt.controls)
        let isLarge = if case .large? = stage { true } else { false }
        #expect((parts.large > 0) == isLarge)
        #expect(attempt.isFullOnly == isLarge)
        #expect((parts.draw > 0) == (stage == .draw))
        #expect((parts.validation > 0) == (stage == .validation))
    }

    @Test("Larger pictures are asked for at full, in a compositor whose output the judge makes")
    func larger() {
        func ids(_ profile: Profile, _ display: DisplayOptions?) -> [String] {
            ViewportProcedure().rule(plan(profile, display: display)).checks.map(\.id)
        }
        let larger = ["g6.1080-torn", "g6.2160-torn"]
        #expect(larger.allSatisfy(ids(.full, nil).contains))
        #expect(!larger.contains(where: ids(.ci, nil).contains))
        #expect(!larger.contains(where: ids(.full, Self.session).contains))
    }

    @Test("Tears of a part decide; times of larger pictures do not")
    func tiers() throws {
        let checks = ViewportProcedure().rule(plan(.full)).checks
        func tier(_ id: String) -> Tier? { checks.first { $0.id == id }?.tier }
        for id in ["g6.draw-torn", "g6.draw-age", "g6.1080-torn", "g6.2160-torn"] {
            #expect(tier(id) == .own, "\(id)")
        }
        for id in [
            "g6.1080-age", "g6.2160-age", "g6.1080-rate-editor", "g6.age-shown-p99",
            "g6.age-shown-p99-24-ms", "g6.age-50-ms",
        ] {
            #expect(tier(id) == .ambition, "\(id)")
        }
    }

    @Test("A rule asks for read-backs, at half the pictures of a healthy run")
    func readBackMilestone() throws {
        let milestones = ViewportProcedure().rule(plan(.smoke)).milestones
        let readBack = try #require(milestones.first { $0.id == "g6.read-back" })
        #expect(readBack.atLeast == 30 * ViewportLength(.smoke, controls: []).window)
        #expect(milestones.first { $0.id == "g6.draw" }?.atLeast == 60)
    }

    @Test("Only the part for it has the layer, and only that part is not read back")
    func arguments() {
        let parts = [
            ViewportPart.main(seconds: 1), .draw(seconds: 1), .validation(seconds: 1),
            .large(PartLength.sizes[1], seconds: 1),
        ]
        #expect(parts.map { $0.arguments.contains("--validation") } == [false, false, true, false])
        #expect(parts.map(\.readsBack) == [true, true, false, true])
        #expect(parts[0].arguments.isEmpty)
        #expect(
            parts[1].arguments == ["--blit", "draw", "--upload", "staging", "--requests", "200/s"])
        #expect(parts[3].arguments == ["--size", "3840x2160"])
    }

    @Test("The compositor's output has the size of the pictures")
    func configuration() {
        #expect(Compositor.configuration(.standard).contains("--custom 1280x720@125Hz"))
        #expect(Compositor.configuration(PartLength.sizes[1]).contains("--custom 3840x2160@125Hz"))
    }

    @Test("Who shows and who watches comes before who draws, and the canary is as the subjects")
    func ranks() {
        #expect(RealTime.Rank.compositor.rawValue > RealTime.Rank.observer.rawValue)
        #expect(RealTime.Rank.observer.rawValue > RealTime.Rank.subject.rawValue)
        #expect(
            [0, RealTime.Rank.subject.rawValue].contains(RealTime.noise.subjectPriority))
    }

    @Test("Outside the real-time class nobody is raised into it")
    func notRaised() {
        let before = SchedulingClass.current
        let inside = RealTime.start(as: .compositor) { SchedulingClass.current }
        #expect(before != .normal || inside == .normal)
    }

    @Test(
        "Processor time is the first number of the kernel's account",
        arguments: [("123456789 42 7\n", 123_456_789), ("", nil), ("x 1 2", nil)])
    func processorTime(text: String, expected: UInt64?) {
        #expect(ProcessorTime.nanoseconds(text) == expected)
    }

    @Test("This process has used a processor, and one that there is not has not")
    func ownProcessorTime() {
        #expect(ProcessorTime.used(by: ProcessEnvironment.pid) ?? 0 > 0)
        #expect(ProcessorTime.used(by: -1) == nil)
    }

    // MARK: - Which pictures are a part's

    @Test(
        "What was captured before a part's first picture and after its end is none of its pictures")
    func pictures() {
        func editor(_ pid: Int32) -> EventRecord { .editor(1, .read(1), pid: pid) }
        let events: [EventRecord] = [
            editor(1), .composited(70, shown: 5), .composited(nil, shown: 11), editor(2),
            .composited(3, shown: 12), .composited(nil, shown: 13), .composited(4, shown: 14),
            .composited(5, shown: 20),
        ]
        let own = WindowedRun.pictures(
            of: 2, in: events, within: TimeSpan(start: 10, end: 20))
        #expect(own.map(\.pid) == [2, 9, 9, 9])
        let sights = ViewportTranscript(own).composited
        #expect(sights.map(\.frame) == [3, nil, 4])
        #expect(sights.map(\.isTorn) == [false, true, false])
    }

    @Test(
        "Pictures that another pipeline showed are none of the milestone's",
        arguments: ["draw", "copy"])
    func otherPipeline(blit: String) {
        let kept = KeptMessages()
        let events = [
            EventRecord.editor(0, .display(upload: "staging", blit: blit)),
            .composited(1, shown: 5),
        ]
        ViewportEvidence(
            ViewportTranscript(events), in: TimeSpan(start: 0, end: 10), recorder: kept.recorder
        ).recordDraw()
        #expect(kept.values(ViewportMetric.drawShown) == (blit == "draw" ? [1] : []))
        #expect(kept.values(ViewportMetric.drawTorn) == [0])
    }
}
