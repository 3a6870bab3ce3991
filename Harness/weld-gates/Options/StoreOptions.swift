public import ArgumentParser
import Foundation
public import GateKit
public import Gates

/// Where the evidence of all runs is kept.
struct StoreOptions: ParsableArguments {
    @Option(name: .customLong("db"), help: "The store of all runs, an SQLite file.")
    var path = StoreOptions.defaultPath

    /// Where a store is unless told otherwise.
    static let defaultPath = "results/results.db"

    /// The words that name the store in a command that is printed; none for the default.
    var words: [String] { path == Self.defaultPath ? [] : ["--db", path] }

    /// Refuses what is no name of a file: SQLite would keep a store of such a name nowhere.
    func validate() throws { try Self.check("--db", path) }

    /// The same for a store that another option names.
    static func check(_ option: String, _ path: String) throws {
        guard path.isEmpty || path == ":memory:" else { return }
        throw ValidationError(
            "\(option) must name a file: what a store without one holds is gone with the command.")
    }

    /// Whether a path leads to the store or to a file that SQLite keeps beside it, by whatever name.
    func isMet(by other: String) -> Bool {
        guard let store = OutputPlace.end(of: path) else { return false }
        return ["", "-wal", "-shm", "-journal"].contains { OutputPlace.isOne(other, store + $0) }
    }

    /// Why a run could not write to the store, or make it; nil where nothing is known that keeps it
    /// from that.
    var unwritable: String? {
        let file = FileManager.default
        let end = OutputPlace.end(of: path) ?? path
        if file.fileExists(atPath: end), !file.isWritableFile(atPath: end) {
            return "'\(path)' is read-only"
        }
        var folder = URL(fileURLWithPath: end).deletingLastPathComponent()
        while folder.path != "/", !file.fileExists(atPath: folder.path) {
            folder.deleteLastPathComponent()
        }
        return file.isWritableFile(atPath: folder.path)
            ? nil : "the folder '\(folder.path)' of '\(path)' is read-only"
    }

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
