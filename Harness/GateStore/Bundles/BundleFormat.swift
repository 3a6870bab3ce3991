import Foundation

// A bundle is two lines and a body (report.md#bundles): what it is, a head of JSON, and a gzip
// stream of a line of JSON, the store of the single run, and its artefacts one after the other.
// `tail -n +3 run.bundle | gunzip` shows the body to anybody.

/// The second line of a bundle.
struct BundleHead: Codable {
    /// The SHA-256 of the body as it lies in the file.
    var sha256: String
    /// How many bytes the body has in the file.
    var bytes: Int64
    /// The in-toto statement, as it was signed.
    var statement: String
    /// The signature of the statement by ssh-keygen; nil for a bundle that nobody signed.
    var signature: String?

    /// The first line.
    static let magic = "weld-gates bundle"
    /// Which format this program writes, and the newest one that it reads.
    static let version = 1
    /// How long both lines may be together, in bytes.
    static let longest = 1 << 20
}

/// The first line of a body: what follows it, piece by piece.
struct BundleManifest: Codable {
    /// A file of the body.
    struct Piece: Codable {
        var bytes: Int64
        var sha256: String
    }

    /// An artefact, by the attempt's number in the bundle's store; its name stands there alone.
    struct Artefact: Codable {
        var attempt: Int64
        var position: Int64
        var file: Piece
    }

    var store: Piece
    var artefacts: [Artefact]

    /// How long the line may be, in bytes.
    static let longest = 16 << 20
    /// How many artefacts a bundle may have.
    static let mostArtefacts = 10_000
    /// How many bytes all artefacts together may have.
    static let mostArtefactBytes: Int64 = 4 << 30

    /// Why the sizes are not those of a run; nil where they are.
    ///
    /// A few bytes of a gzip stream can stand for a thousand times as many: a store is no more
    /// than 200 times as large as its body, artefacts are no larger than a run keeps them.
    func complaint(body: Int64) -> String? {
        let sizes = artefacts.map(\.file.bytes)
        guard store.bytes > 0, sizes.allSatisfy({ $0 >= 0 }) else { return "a size is none" }
        guard store.bytes <= 200 * body + 16 << 20 else {
            return "its store would have \(store.bytes) bytes, of a body of \(body)"
        }
        guard sizes.count <= Self.mostArtefacts,
            sizes.allSatisfy({ $0 <= ArtefactFolder.largest }),
            sizes.reduce(0, +) <= Self.mostArtefactBytes
        else { return "its artefacts are more or larger than a run keeps" }
        return nil
    }
}

extension StoreError {
    /// A file that is no bundle, or is not as it was made.
    static func badBundle(_ path: String, _ why: String) -> StoreError {
        StoreError(
            .badBundle, path: path,
            "'\(path)' is no bundle as it was made: \(why); export the run again, or fetch the file "
                + "again")
    }
}
