import GRDB

/// The store's schema: tables are ours and may change by migration, views are the public interface
/// (`results/README.md`).
enum Schema {
    /// The version that this `weld-gates` reads and writes, kept in SQLite's `user_version`.
    static let version = 11

    /// Brings any older store, or an empty file, to `version`.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { database in
            try database.execute(sql: runTables)
            try database.execute(sql: ruleTables)
            try database.execute(sql: evidenceTables)
            try database.execute(sql: judgementTables)
            try database.execute(sql: views)
            try database.execute(
                sql: """
                    PRAGMA application_id = \(StoreIdentity.applicationID);
                    PRAGMA user_version = 1;
                    """)
        }
        migrator.registerMigration("2") { database in
            try database.execute(sql: noiseTables)
            try database.execute(sql: noiseViews)
            try database.execute(sql: "PRAGMA user_version = 2")
        }
        migrator.registerMigration("3") { database in
            try database.execute(sql: sealTables)
            try database.execute(sql: matrixViews)
            try database.execute(sql: "PRAGMA user_version = 3")
        }
        migrator.registerMigration("4") { database in
            try database.execute(sql: sensitivityTables)
            try database.execute(sql: "PRAGMA user_version = 4")
        }
        migrator.registerMigration("5") { database in
            // Stores made before the ambitions were counted lack their columns.
            let present = try database.columns(in: "gate_result").map(\.name)
            for column in ["ambitions_held", "ambitions_asked"] where !present.contains(column) {
                try database.execute(
                    sql: "ALTER TABLE gate_result ADD COLUMN \(column) INTEGER NOT NULL DEFAULT 0")
            }
            try database.execute(sql: "PRAGMA user_version = 5")
        }
        migrator.registerMigration("6") { database in
            try database.execute(sql: subjectPriority)
            try database.execute(sql: "PRAGMA user_version = 6")
        }
        migrator.registerMigration("7") { database in
            try database.execute(sql: editions)
            try database.execute(sql: "PRAGMA user_version = 7")
        }
        migrator.registerMigration("8") { database in
            try database.execute(sql: reasons)
            try database.execute(sql: "PRAGMA user_version = 8")
        }
        migrator.registerMigration("9") { database in
            try database.execute(sql: pulses)
            try database.execute(sql: "PRAGMA user_version = 9")
        }
        migrator.registerMigration("10") { database in
            try database.execute(sql: killPoints)
            try database.execute(sql: "PRAGMA user_version = 10")
        }
        migrator.registerMigration("11") { database in
            try database.execute(sql: origins)
            try Views.create(database)
            try database.execute(sql: "PRAGMA user_version = 11")
        }
        return migrator
    }
}
