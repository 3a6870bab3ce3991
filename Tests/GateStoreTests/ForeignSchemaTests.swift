import Foundation
import GRDB
import GateKit
import Testing

@testable import GateStore

/// A file's own tables, indexes, triggers and views are believed by nobody.
@Suite struct ForeignSchemaTests {
    let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.open().finishedRun(results: [.red])
    }

    /// Edits of a schema, and what `verify` calls what they changed.
    static let edits: [(sql: String, name: String)] = [
        (
            """
            DROP VIEW newest_gate_result;
            CREATE VIEW newest_gate_result AS SELECT *, 'linux' AS platform, 'dev' AS host_class,
                1 AS finished_at, NULL AS earlier_no_go FROM gate_result
            """, "view newest_gate_result"
        ),
        (
            """
            DROP VIEW v_matrix; CREATE VIEW v_matrix AS WITH RECURSIVE endless(n) AS
                (SELECT 1 UNION ALL SELECT n + 1 FROM endless) SELECT 'GO' AS verdict FROM endless
            """, "view v_matrix"
        ),
        ("DROP VIEW v_checks", "view v_checks"),
        (
            """
            CREATE TRIGGER kind AFTER INSERT ON gate_result BEGIN
                UPDATE gate_result SET verdict = 'GO'; END
            """, "trigger kind"
        ),
        ("CREATE INDEX quick ON sample (value)", "index quick"),
        ("DROP INDEX attempt_of_run", "index attempt_of_run"),
        ("CREATE TABLE mine (id)", "table mine"),
        ("CREATE VIRTUAL TABLE words USING fts5(text)", "table words"),
        ("ALTER TABLE run ADD COLUMN more TEXT AS ('GO')", "table run"),
        (
            """
            ALTER TABLE gate_result RENAME TO other;
            CREATE VIEW gate_result AS SELECT * FROM other
            """, "table gate_result"
        ),
        ("DELETE FROM grdb_migrations WHERE identifier = '10'", "table grdb_migrations"),
        ("DROP TABLE kill_point", "table kill_point"),
    ]

    @Test("an edit of the schema is refused by readers and writers, and named", arguments: edits)
    func refused(sql: String, name: String) throws {
        try scratch.execute(sql)
        let before = try Data(contentsOf: URL(fileURLWithPath: scratch.database))
        let reading = storeError { _ = try GateStore.openReadOnly(path: scratch.database) }
        #expect(reading?.kind == .damaged)
        #expect(reading?.exitCode == .cannotWrite)
        #expect(storeError { _ = try scratch.open() }?.kind == .damaged)
        #expect(try Data(contentsOf: URL(fileURLWithPath: scratch.database)) == before)
    }

    @Test("verify names what was edited in the schema", arguments: edits)
    func named(sql: String, name: String) throws {
        try scratch.execute(sql)
        let store = try GateStore.openReadOnly(
            path: scratch.database, refusesForeignObjects: false)
        let findings = try store.verify().findings
        #expect(findings.contains { $0.run == nil && $0.tables == [name] }, "\(findings)")
    }

    @Test("the matrix is what the tables hold, whatever the views say", arguments: edits.prefix(3))
    func matrix(sql: String, name: String) throws {
        let before = try GateStore.openReadOnly(path: scratch.database).matrix()
        try scratch.execute(sql)
        let store = try GateStore.openReadOnly(
            path: scratch.database, refusesForeignObjects: false)
        #expect(before.map(\.result.verdict) == [.noGo])
        #expect(try store.matrix() == before)
    }

    @Test(
        "a version that is not the file's own is refused",
        arguments: [-1, 0, 1, 9], [true, false])
    func version(_ version: Int, isWritten: Bool) throws {
        try scratch.execute("PRAGMA user_version = \(version)")
        let error = storeError {
            _ = isWritten ? try scratch.open() : try .openReadOnly(path: scratch.database)
        }
        #expect(error?.kind == .damaged)
        // What is named has been found; a file that cannot even be migrated is damaged.
        var findings: [Finding] = []
        let verifying = storeError {
            findings = try GateStore.openReadOnly(
                path: scratch.database, refusesForeignObjects: false
            ).verify().findings
        }
        #expect(verifying?.kind == .damaged || !findings.isEmpty)
    }

    @Test(
        "a view of a user's own, and what ANALYZE counted, are no difference",
        arguments: ["CREATE VIEW mine AS SELECT 1", "ANALYZE"])
    func ownView(sql: String) throws {
        try scratch.execute(sql)
        #expect(try GateStore.openReadOnly(path: scratch.database).verify().findings == [])
        #expect(try scratch.open().runIDs() == [1])
    }

    @Test("a connection reads no view, runs no trigger and takes no schema from a statement")
    func distrust() throws {
        try scratch.execute(
            """
            CREATE TABLE t (x); CREATE VIEW v AS SELECT 1;
            CREATE TRIGGER more AFTER INSERT ON t BEGIN INSERT INTO t VALUES (2); END
            """)
        let queue = try DatabaseQueue(
            path: scratch.database,
            configuration: GateStore.configuration(StatementDeadline(.seconds(60))))
        try queue.write { try $0.execute(sql: "INSERT INTO t VALUES (1)") }
        #expect(try queue.read { try Int.fetchAll($0, sql: "SELECT x FROM t") } == [1])
        #expect(throws: DatabaseError.self) {
            try queue.read { try Int.fetchOne($0, sql: "SELECT * FROM v") }
        }
        #expect(throws: DatabaseError.self) {
            try queue.write {
                try $0.execute(sql: "PRAGMA writable_schema = ON; DELETE FROM sqlite_master")
            }
        }
    }

    @Test("a question without an end is ended, and the store says so")
    func endless() throws {
        let deadline = StatementDeadline(.milliseconds(1))
        let queue = try DatabaseQueue(configuration: GateStore.configuration(deadline))
        deadline.begin()
        let error = #expect(throws: DatabaseError.self) {
            try queue.read { database in
                try Int.fetchOne(
                    database,
                    sql: """
                        WITH RECURSIVE endless(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM endless)
                        SELECT count(*) FROM endless
                        """)
            }
        }
        let told = error.map { StoreError($0, action: "count", path: "x") }
        #expect(told?.kind == .tooSlow)
        #expect(told?.exitCode == .cannotWrite)
    }

    @Test(
        "a path names a file, whatever SQLite would make of it",
        arguments: [":memory:", "file:x.db?mode=memory", "", "x.db"])
    func names(path: String) {
        #expect(GateStore.fileName(path) == "./" + path)
        #expect(GateStore.fileName("/a/" + path) == "/a/" + path)
    }
}

extension GateResult {
    /// A gate that is NO-GO.
    static let red = GateResult(
        gate: .g1, verdict: .noGo, contractVerdict: .noGo, reason: .recorded(text: "too slow"))
}
