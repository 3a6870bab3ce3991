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
