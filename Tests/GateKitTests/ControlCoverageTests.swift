import GateKit
import Testing

@Suite("Coverage of checks by controls")
struct ControlCoverageTests {
    @Test("only deciding checks of the run count, and what no run has turned red is named")
    func sentence() {
        let coverage = ControlCoverage(
            checks: ["g1.a", "g1.b", "g1.c"], inThisRun: ["g1.a", "g9.x"],
            inThisCommit: ["g1.a", "g1.c", "g9.x"], runs: 4)
        #expect(coverage.uncovered == ["g1.b"])
        #expect(
            coverage.sentence == """
                1 of 3 deciding checks were turned red by a control of their own in this run, 2 in \
                the 4 runs of this commit. Not yet: g1.b.
                """)
    }

    @Test("a first run speaks of itself alone")
    func first() {
        let coverage = ControlCoverage(
            checks: ["g1.a"], inThisRun: ["g1.a"], inThisCommit: ["g1.a"], runs: 1)
        #expect(
            coverage.sentence
                == "1 of 1 deciding checks were turned red by a control of their own in this run.")
    }
}
