#if canImport(Glibc)
    import GateKit
    import GateStore
    import Glibc
    import Testing

    @Suite struct DurabilityTests {
        let scratch: Scratch

        init() throws {
            scratch = try Scratch()
        }

        @Test("what was committed before kill -9 is in the store, and the run is broken")
        func killed() async throws {
            let path = scratch.database
            await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
                let store = try GateStore(path: path, isAlive: { _ in true })
                let run = try store.beginRun(
                    .fixture(), harness: HarnessProcess(pid: getpid(), startTime: 1))
                let attempt = try store.beginAttempt(
                    .fixture(), rule: .fixture, run: run, startedAt: 0)
                for batch in 0..<100 {
                    let samples = SampleBatch(
                        metric: "rtt", unit: .nanoseconds, values: [Double(batch)])
                    try store.append([.samples(samples)], attempt: attempt)
                }
                kill(getpid(), SIGKILL)
            }
            let store = try GateStore(path: path, isAlive: { _ in false })
            #expect(
                try store.evidence(attempt: 1).series["rtt"]?.values == (0..<100).map(Double.init))
            #expect(try store.evidence(attempt: 1).ending == .interrupted)
            #expect(try store.run(1).state == .broken)
        }
    }
#endif
