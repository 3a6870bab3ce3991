import Foundation
import GateKit

/// A bundle on a disk whose head and digest were found right (report.md#bundles).
///
/// It may be cut short, tampered with, foreign or made to do harm: nothing in it is believed, and
/// no name in it becomes a path.
public struct RunBundle: Sendable {
    /// Where it is.
    public let path: String
    /// The in-toto statement about the body: what was signed.
    public let statement: String
    /// What ssh-keygen made of the statement; nil for a bundle that nobody signed.
    public let signature: String?
    /// The SHA-256 that its body had when it was looked at: what the statement speaks of.
    private let sha256: String
    private let bytes: Int64
    private let offset: Int64

    /// Reads the head of a bundle and compares the digest of its body.
    ///
    /// - Throws: `noStore` where nothing is there, `newerVersion` for a format that a newer
    ///   `weld-gates` made, `badBundle` for anything that is no whole bundle.
    public init(opening path: String) throws(StoreError) {
        let file = try Self.regularFile(path)
        do {
            let beginning = try Self.beginning(of: path)
            let lines = beginning.split(
                separator: 0x0A, maxSplits: 2, omittingEmptySubsequences: false)
            let first = String(decoding: lines[0].prefix(100), as: UTF8.self)
            guard first.hasPrefix(BundleHead.magic + " ") else {
                throw StoreError.badBundle(path, "it does not begin like one")
            }
            let version = Int(first.dropFirst(BundleHead.magic.count + 1))
            if let version, version > BundleHead.version {
                throw StoreError(
                    .newerVersion(version), path: path,
                    "'\(path)' was made by a newer weld-gates (bundle format \(version), this one "
                        + "knows \(BundleHead.version)); update weld-gates")
            }
            guard version == BundleHead.version, lines.count == 3,
                let head = try? JSONDecoder().decode(BundleHead.self, from: Data(lines[1]))
            else { throw StoreError.badBundle(path, "its head cannot be read") }
            offset = Int64(lines[0].count + lines[1].count + 2)
            guard file.size >= offset, head.bytes == file.size - offset else {
                throw StoreError.badBundle(
                    path,
                    "its body has \(file.size - offset) bytes where \(head.bytes) were written")
            }
            guard try FilePieces.digest(path, from: UInt64(offset)).sha256 == head.sha256 else {
                throw StoreError.badBundle(path, "its body does not have the digest of its head")
            }
            guard TestResultStatement.speaks(head.statement, of: head.sha256) else {
                throw StoreError.badBundle(path, "its statement speaks of another body")
            }
            self.path = path
            statement = head.statement
            signature = head.signature
            sha256 = head.sha256
            bytes = head.bytes
        } catch {
            throw StoreError(error, action: "read the bundle", path: path)
        }
    }

    private static func regularFile(_ path: String) throws(StoreError) -> FileAtPath {
        let found: FileAtPath?
        do throws(FileAtPath.Unseen) {
            found = try FileAtPath.of(path)
        } catch {
            throw StoreError(
                .cannotOpen, path: path,
                "cannot look at '\(path)': \(error); name a bundle that you may read")
        }
        guard let found else {
            throw StoreError(
                .noStore, path: path,
                "there is no bundle at '\(path)'; weld-gates export makes one")
        }
        guard found.kind == .regular else {
            throw StoreError(
                .cannotOpen, path: path,
                "'\(path)' is a \(found.kind.rawValue) and no bundle; name a file")
        }
        return found
    }

    private static func beginning(of path: String) throws -> Data {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw StoreError(
                .cannotOpen, path: path,
                "'\(path)' cannot be read; name a bundle that you may read")
        }
        defer { try? handle.close() }
        return try handle.read(upToCount: BundleHead.longest) ?? Data()
    }

    /// Unpacks it into a folder of this process's own.
    ///
    /// What is unpacked is a copy of the body, taken with its digest: who signed that is known, and
    /// somebody may have put another file at the path meanwhile.
    func unpack() throws(StoreError) -> UnpackedBundle {
        let folder = try PrivateFolder()
        do {
            let body = folder.path + "/body"
            try copyBody(to: body)
            let reader = try GzipReader(body, of: path)
            var stream = PieceStream(reader: reader, path: path)
            let line = try stream.line(BundleManifest.longest)
            guard let manifest = try? JSONDecoder().decode(BundleManifest.self, from: Data(line))
            else { throw StoreError.badBundle(path, "the list of its pieces cannot be read") }
            if let complaint = manifest.complaint(body: bytes) {
                throw StoreError.badBundle(path, complaint)
            }
            try stream.unpack(manifest.store, to: folder.path + "/run.db")
            var files: [UnpackedBundle.Place: String] = [:]
            for (index, artefact) in manifest.artefacts.enumerated() {
                let file = folder.path + "/artefact-\(index)"
                try stream.unpack(artefact.file, to: file)
                files[.init(attempt: artefact.attempt, position: artefact.position)] = file
            }
            guard try stream.isAtEnd else {
                throw StoreError.badBundle(path, "more follows its last piece")
            }
            try? FileManager.default.removeItem(atPath: body)
            return UnpackedBundle(folder: folder, files: files)
        } catch {
            throw StoreError(error, action: "unpack the bundle", path: path)
        }
    }

    /// Copies the body, and compares the digest of the very bytes that were copied.
    private func copyBody(to file: String) throws {
        let changed = StoreError.badBundle(
            path, "it was changed while it was taken, after its digest had been verified")
        var digest = SHA256()
        var left = bytes
        try FilePieces.make(file) { write in
            try FilePieces.read(path, from: UInt64(offset)) { piece in
                left -= Int64(piece.count)
                guard left >= 0 else { throw changed }
                digest.update(piece)
                try write(piece)
            }
        }
        guard digest.finish() == sha256 else { throw changed }
    }
}

/// What a bundle held, in a folder that goes with the object.
final class UnpackedBundle: Sendable {
    /// Where an artefact belongs.
    struct Place: Hashable {
        var attempt: Int64
        var position: Int64
    }

    private let folder: PrivateFolder
    /// The files of its artefacts.
    let files: [Place: String]

    init(folder: PrivateFolder, files: [Place: String]) {
        self.folder = folder
        self.files = files
    }

    /// The store of its single run.
    var store: String { folder.path + "/run.db" }
}

/// The body of a bundle, piece by piece.
private struct PieceStream {
    let reader: GzipReader
    let path: String
    private var pending: [UInt8] = []

    init(reader: GzipReader, path: String) {
        self.reader = reader
        self.path = path
    }

    /// Returns the bytes up to a line feed.
    mutating func line(_ longest: Int) throws -> [UInt8] {
        var line: [UInt8] = []
        while line.count <= longest {
            let piece = try next(FilePieces.size)
            guard !piece.isEmpty else { break }
            if let end = piece.firstIndex(of: 0x0A) {
                pending = Array(piece[(end + 1)...])
                return line + piece[..<end]
            }
            line += piece
        }
        throw StoreError.badBundle(path, "the list of its pieces has no end")
    }

    /// Writes a piece to a file, and compares its digest.
    mutating func unpack(_ piece: BundleManifest.Piece, to file: String) throws {
        var digest = SHA256()
        var left = piece.bytes
        try FilePieces.make(file) { write in
            while left > 0 {
                let bytes = try next(Int(min(left, Int64(FilePieces.size))))
                guard !bytes.isEmpty else {
                    throw StoreError.badBundle(path, "its body ends too early")
                }
                digest.update(bytes)
                left -= Int64(bytes.count)
                try write(bytes)
            }
        }
        guard digest.finish() == piece.sha256 else {
            throw StoreError.badBundle(path, "a piece of it does not have its digest")
        }
    }

    /// Whether nothing follows.
    var isAtEnd: Bool {
        mutating get throws { try next(1).isEmpty }
    }

    private mutating func next(_ most: Int) throws -> [UInt8] {
        guard !pending.isEmpty else { return try reader.read(most) }
        let bytes = Array(pending.prefix(most))
        pending.removeFirst(bytes.count)
        return bytes
    }
}
