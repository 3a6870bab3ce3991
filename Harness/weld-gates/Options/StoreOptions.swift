import ArgumentParser
import Foundation

/// Where the evidence of all runs is kept.
struct StoreOptions: ParsableArguments {
    @Option(name: .customLong("db"), help: "The store of all runs, an SQLite file.")
    var path = "results/results.db"

    /// The folder that the store is in; artefacts are kept beside it.
    var directory: String { URL(fileURLWithPath: path).deletingLastPathComponent().path }
}
