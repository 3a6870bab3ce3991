// Unsafe code: a connection is handed to a function of C.
import CGateStore
import GRDB

extension GateStore {
    /// Returns how every connection to a store is made: it believes nothing that the file brings
    /// with it (gates.md#stores).
    static func configuration(_ deadline: StatementDeadline) -> Configuration {
        var configuration = Configuration()
        configuration.label = "GateStore"
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { database in
            let code = unsafe gate_store_distrust(database.sqliteConnection)
            guard code == 0 else {
                throw DatabaseError(
                    resultCode: ResultCode(rawValue: code),
                    message: "this SQLite cannot distrust a file; 3.31 or newer is needed")
            }
            try database.execute(sql: "PRAGMA cell_size_check = ON")
            deadline.attach(to: database)
        }
        return configuration
    }

    /// Returns a path as SQLite takes it for a file.
    ///
    /// It takes it for nothing but the name of one: neither an address
    /// (`file:…`) nor a name of its own (`:memory:`).
    static func fileName(_ path: String) -> String { path.hasPrefix("/") ? path : "./\(path)" }
}
