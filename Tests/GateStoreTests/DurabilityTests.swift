#if canImport(Glibc)
    import Foundation
    import GateKit
    import GateStore
    import Glibc
    import Testing

    @Suite struct DurabilityTests {
        let scratch: Scratch

        init() throws {
            scratch = try Scratch()
        }

        /// Commits a hundred batches in a process of its own, which then kills itself.
        private func dieWriting() async {
            await #expect(processExitsWith: .signal(SIGKILL)) {
                [path = scratch.database as String] in
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
        }

        @Test("a store left behind by kill -9 can be read where nothing can be written")
        func readAfterKill() async throws {
            await dieWriting()
            #expect(FileManager.default.fileExists(atPath: scratch.database + "-wal"))
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o555], ofItemAtPath: scratch.directory)
            await #expect(processExitsWith: .success) { [path = scratch.database as String] in
                if geteuid() == 0, seteuid(65_534) != 0 { exit(2) }
                let store = try GateStore.openReadOnly(path: path)
                guard try store.evidence(attempt: 1).series["rtt"]?.count == 100 else { exit(3) }
            }
        }

        @Test("the file alone holds everything once a run is finished")
        func foldedLog() throws {
            let store = try scratch.open()
            try store.finishedRun()
            let copy = scratch.directory + "/copy.db"
            try FileManager.default.copyItem(atPath: scratch.database, toPath: copy)
            let read = try GateStore.openReadOnly(path: copy)
            #expect(try read.evidence(attempt: 1).series["rtt"]?.count == 20)
            #expect(try read.run(nil).state == .finished)
        }

        @Test("what was committed before kill -9 is in the store, and the run is broken")
        func killed() async throws {
            await dieWriting()
            let store = try GateStore(path: scratch.database, isAlive: { _ in false })
            #expect(
                try store.evidence(attempt: 1).series["rtt"]?.values == (0..<100).map(Double.init))
            #expect(try store.evidence(attempt: 1).ending == .interrupted)
            #expect(try store.run(1).state == .broken)
        }
    }
#endif
