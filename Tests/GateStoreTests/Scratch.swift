import Foundation
import GRDB
import GateKit
import GateStore

/// A directory that lives as long as the test that owns it.
final class Scratch: Sendable {
    let directory: String

    init() throws {
        let name = "weld-gates-store-tests-\(UUID().uuidString)"
        directory = FileManager.default.temporaryDirectory.appendingPathComponent(name).path
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: directory)
    }

    var database: String { directory + "/results.db" }

    /// Opens the scratch store; every harness process counts as alive.
    func open() throws -> GateStore {
        try GateStore(path: database, isAlive: { _ in true })
    }

    /// Reads with a connection of its own, as the command `sqlite3` would.
    func rows(_ sql: String) throws -> [Row] {
        try DatabaseQueue(path: database).read { try Row.fetchAll($0, sql: sql) }
    }

    /// Changes the file behind the store's back.
    func execute(_ sql: String) throws {
        try DatabaseQueue(path: database).write { try $0.execute(sql: sql) }
    }
}

/// Returns the error that `body` threw as a `StoreError`, or nil.
func storeError(_ body: () throws -> Void) -> StoreError? {
    do {
        try body()
        return nil
    } catch {
        return error as? StoreError
    }
}
