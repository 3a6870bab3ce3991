#if canImport(Glibc)
    import Foundation
    import GRDB
    import GateKit
    import GateStore
    import Glibc
    import Testing

    /// Permission bits do not bind root: each test drops it in a process of its own.
    @Suite struct PermissionTests {
        let scratch: Scratch

        init() throws {
            scratch = try Scratch()
        }

        private func protect(_ path: String, _ mode: Int) throws {
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        }

        @Test("a read-only file is refused for writing and read for a report")
        func file() async throws {
            try scratch.open().finishedRun()
            try protect(scratch.database, 0o444)
            try protect(scratch.directory, 0o777)
            let path = scratch.database
            await #expect(processExitsWith: .success) { [path = path as String] in
                expectReadableOnly(path)
            }
        }

        @Test("a store in a read-only directory is refused for writing and read for a report")
        func directory() async throws {
            try scratch.open().finishedRun()
            try protect(scratch.database, 0o444)
            try protect(scratch.directory, 0o555)
            let path = scratch.database
            await #expect(processExitsWith: .success) { [path = path as String] in
                expectReadableOnly(path)
            }
        }

        @Test(
            "an artefact that cannot be removed is not said to be gone, but named with the reason")
        func artefacts() async throws {
            let store = try scratch.open()
            let old = try store.beginRun(.fixture(seed: 1), harness: .fixture)
            let attempt = try store.beginAttempt(.fixture(), rule: .fixture, run: old, startedAt: 1)
            let folder = "\(scratch.directory)/artefacts/run-\(old)/attempt-\(attempt)"
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
            try "12345".write(toFile: "\(folder)/a", atomically: true, encoding: .utf8)
            try store.append(
                goodEvidence + [.artefact(name: "a", path: "\(folder)/a")], attempt: attempt)
            try store.endAttempt(attempt, .exited(code: 0), at: 2)
            _ = try store.judge(attempt: attempt)
            try store.finishRun(old, state: .finished, at: 3, results: [], controls: [])
            var newer = RunRecord.fixture(seed: 2)
            newer.startedAt += 1
            _ = try store.finishedRun(newer)
            try protect(scratch.directory, 0o777)
            try protect(folder, 0o555)
            for name in try FileManager.default.contentsOfDirectory(atPath: scratch.directory)
            where name.hasPrefix("results.db") {
                try protect("\(scratch.directory)/\(name)", 0o666)
            }
            let path = scratch.database
            await #expect(processExitsWith: .success) {
                [path = path as String, file = "\(folder)/a" as String] in
                dropRoot()
                let removed = try GateStore(path: path, isAlive: { _ in true })
                    .remove(keeping: [.last(1)], now: 9)
                guard removed.runs == [1], removed.artefactBytes == 0 else { exit(3) }
                guard removed.left.map(\.path) == [file] else { exit(4) }
                guard removed.left.first?.why == "Permission denied (errno 13)" else {
                    print(removed.left)
                    exit(5)
                }
            }
            try protect(folder, 0o755)
        }

        @Test("a directory that cannot be created is refused")
        func noDirectory() async throws {
            try protect(scratch.directory, 0o555)
            let path = scratch.directory + "/below/results.db"
            await #expect(processExitsWith: .success) { [path = path as String] in
                dropRoot()
                let error = storeError { _ = try GateStore(path: path, isAlive: { _ in true }) }
                guard error?.kind == .cannotCreateDirectory else { exit(1) }
            }
        }
    }

    private func dropRoot() {
        if geteuid() == 0, seteuid(65_534) != 0 { exit(2) }
    }

    private func expectReadableOnly(_ path: String) {
        dropRoot()
        let error = storeError { _ = try GateStore(path: path, isAlive: { _ in true }) }
        guard error?.kind == .readOnly else { exit(3) }
        let report = try? GateStore.openReadOnly(path: path)
            .report(run: nil, declarations: [], notes: [])
        guard report?.attempts.count == 1 else { exit(4) }
    }
#endif
