import GateKit
import GateRunner
import Testing

@testable import fixture_gates

/// What a duel comes to where it cannot even begin.
@Suite("Duel run")
struct DuelRunTests {
    @Test("a duel that has no place for its attempts lacks something of the machine, and says what")
    func noPlace() async {
        // A process that adopts orphans is no place for other tests.
        await #expect(processExitsWith: .success) {
            let configuration = RunConfiguration(
                declarations: [], procedures: [], gates: [], profile: .smoke, seed: 1,
                hostClass: "test", attemptCommand: ["/bin/true"], subjects: [], invocation: [],
                artefactDirectory: "/none", temporaryDirectory: "/none")
            let duel = DuelRun(
                configuration, [:], journal: MemoryJournal(), interruption: try Interruption(),
                isBorne: { _ in false }, tell: { _ in })
            do throws(DuelRun.Failure) {
                _ = try await duel.perform(rounds: 1)
                Issue.record("it was made")
            } catch {
                guard case .precondition(let text) = error else {
                    Issue.record("\(error)")
                    return
                }
                #expect(text.contains("/none") && text.contains("set TMPDIR"))
            }
        }
    }
}
