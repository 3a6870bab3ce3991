public import ArgumentParser
import Foundation
public import GateKit
public import Gates

/// Where the evidence of all runs is kept.
struct StoreOptions: ParsableArguments {
    @Option(name: .customLong("db"), help: "The store of all runs, an SQLite file.")
    var path = "results/results.db"

    /// The folder that the store is in; artefacts are kept beside it.
    var directory: String { URL(fileURLWithPath: path).deletingLastPathComponent().path }
}

extension Profile: ExpressibleByArgument {}

extension CompositorChoice: ExpressibleByArgument {}

extension Cause: ExpressibleByArgument {}

extension GateID: ExpressibleByArgument {
    /// Understands `G1` and `g1`.
    public init?(argument: String) { self.init(rawValue: argument.uppercased()) }
}
