import Foundation
import GRDB
import GateKit

/// The artefact files of a store: `artefacts/run-3/attempt-9/NAME` in the store's folder
/// (report.md#bundles).
///
/// What a store says of paths is text of others: a file is taken only from the place of its own run
/// and attempt, whatever path its row names, and only if it really lies there.
struct ArtefactFolder {
    /// The folder of the store.
    let directory: String

    init(beside store: String) {
        directory = URL(fileURLWithPath: store).deletingLastPathComponent().path
    }

    /// How large an artefact may be, in bytes; a run keeps none that is larger.
    static let largest: Int64 = 64 << 20

    /// Where the artefacts of a run, or of one of its attempts, are.
    func folder(run: Int64, attempt: Int64? = nil) -> String {
        "\(directory)/artefacts/run-\(run)" + (attempt.map { "/attempt-\($0)" } ?? "")
    }

    /// Returns the file of an artefact by the last component of its row's path; nil where there is
    /// no such regular file at its place.
    func file(run: Int64, attempt: Int64, path: String) -> String? {
        let name = (path as NSString).lastPathComponent
        let place = folder(run: run, attempt: attempt) + "/" + name
        guard !name.isEmpty, !name.contains("/"), name != ".", name != "..",
            let attributes = try? FileManager.default.attributesOfItem(atPath: place),
            attributes[.type] as? FileAttributeType == .typeRegular,
            (attributes[.size] as? Int64 ?? .max) <= Self.largest
        else { return nil }
        // Neither a folder on the way is a link that leads elsewhere.
        let root = URL(fileURLWithPath: "\(directory)/artefacts").resolvingSymlinksInPath().path
        let real = URL(fileURLWithPath: place).resolvingSymlinksInPath().path
        return real == "\(root)/run-\(run)/attempt-\(attempt)/\(name)" ? place : nil
    }

    /// Copies a file to the place of an attempt, under a name that is free there; returns its path.
    func keep(_ file: String, run: Int64, attempt: Int64, name: String) throws -> String {
        let folder = folder(run: run, attempt: attempt)
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        let plain = Self.plain(name)
        let names = [plain] + (2...99).map { "\($0)-\(plain)" }
        // A link that leads nowhere is something too.
        let free = names.first {
            (try? FileManager.default.attributesOfItem(atPath: "\(folder)/\($0)")) == nil
        }
        let path = "\(folder)/\(free ?? "\(UUID().uuidString)-\(plain)")"
        try FilePieces.make(path) { write in try FilePieces.read(file, write) }
        return path
    }

    /// Removes what is empty of the folders of a run; what somebody else left there stays.
    func removeEmptyFolders(run: Int64) {
        let top = folder(run: run)
        let file = FileManager.default
        let names = (try? file.contentsOfDirectory(atPath: top)) ?? []
        for path in names.map({ "\(top)/\($0)" }) + [top]
        where (try? file.contentsOfDirectory(atPath: path))?.isEmpty == true {
            try? file.removeItem(atPath: path)
        }
    }

    /// Returns a name without anything that leads elsewhere or cannot be seen.
    private static func plain(_ name: String) -> String {
        let visible = PrintableText.line(name).map { $0 == "/" || $0 == "\\" ? "_" : $0 }
        let short = String(decoding: String(visible).utf8.prefix(120), as: UTF8.self)
        return short.isEmpty || short.hasPrefix(".") ? "artefact\(short)" : short
    }
}

/// Where the file of an artefact is found, by the attempt's number in its store and the position
/// among the attempt's artefacts.
typealias ArtefactFinder = (_ attempt: Int64, _ position: Int64, _ path: String) -> String?

extension Database {
    /// Returns the artefacts of a run in the store of a name, by attempt and position.
    func artefactRows(run: Int64, in store: String = "main") throws -> [ArtefactRow] {
        try ArtefactRow.fetchAll(
            self,
            sql: """
                SELECT artefact.* FROM \(store).artefact AS artefact
                JOIN \(store).attempt AS attempt ON attempt.id = artefact.attempt_id
                WHERE attempt.run_id = ? ORDER BY artefact.attempt_id, artefact.position
                """, arguments: [run])
    }
}
