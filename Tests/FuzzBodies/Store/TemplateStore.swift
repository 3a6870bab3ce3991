import Foundation
import GateKit
import GateStore

/// A small real store: one finished run with one attempt, made once a process.
enum TemplateStore {
    static let harness = HarnessProcess(pid: 4242, startTime: 1)

    static let run = RunRecord(
        startedAt: 1_790_000_000_000, profile: .smoke, seed: 1, platform: .linux,
        hostClass: "dev", gates: [.g1], provenance: [Fact(ProvenanceKey.host, "bench")])

    /// The file's bytes, the log folded in.
    static let bytes: [UInt8] = {
        do {
            return try make()
        } catch {
            preconditionFailure("no store to begin with: \(error)")
        }
    }()

    private static let rule = Rule(
        checks: [
            Check(
                "g1.p50", gate: .g1, "median below 1 ms", metric: "rtt", .percentile(0.5),
                unit: .nanoseconds, .below, 1_000_000, tier: .contract, fewestSamples: 5)
        ],
        milestones: [Milestone("g1.warm", gate: .g1, "warm-up done", metric: "rtt", atLeast: 1)],
        contractLengths: [ContractLength(gate: .g1, "round trips", metric: "rtt", samples: 10)])

    private static func make() throws -> [UInt8] {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("weld-fuzz-template-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("results.db").path
        try fill(GateStore(path: path) { _ in true })
        return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    private static func fill(_ store: GateStore) throws {
        let run = try store.beginRun(run, harness: harness)
        let plan = AttemptPlan(
            procedure: "round-trip", gates: [.g1], profile: .smoke, replicate: 0, seed: 1,
            scratchDirectory: "/tmp/a", editorPath: "/bin/e", runtimePath: "/bin/r",
            deadlineSeconds: 1)
        let attempt = try store.beginAttempt(
            plan, rule: rule, run: run, startedAt: 1_790_000_001_000)
        try store.append(
            [
                .samples(
                    SampleBatch(metric: "rtt", unit: .nanoseconds, values: [1, 2, 3, 4, 5, 6])),
                .event(StubEvent(number: 1, time: 2, pid: 3, role: "runtime", name: "ready")),
                .fact(Fact("placement", "free")), .violation(Violation(.leak, "descriptor 7")),
                .artefact(name: "stacks", path: "/tmp/stacks"), .end,
            ], attempt: attempt)
        try store.endAttempt(attempt, .exited(code: 0), at: 1_790_000_002_000)
        _ = try store.judge(attempt: attempt)
        try store.finishRun(
            run, state: .finished, at: 1_790_000_003_000, results: [], controls: [])
    }
}
