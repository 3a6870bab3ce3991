import Foundation
import GateKit

/// Files that are read and written in pieces, so that none has to fit into memory.
enum FilePieces {
    /// How many bytes a piece has at most.
    static let size = 1 << 20

    /// Hands over the bytes of a file from an offset on.
    static func read(
        _ path: String, from offset: UInt64 = 0, _ body: ([UInt8]) throws -> Void
    ) throws {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw StoreError(
                .cannotOpen, path: path,
                "'\(path)' cannot be read; check that it is there and that you may read it")
        }
        defer { try? handle.close() }
        try handle.seek(toOffset: offset)
        while let piece = try handle.read(upToCount: size), !piece.isEmpty {
            try body(Array(piece))
        }
    }

    /// Returns how many bytes a file has, and their SHA-256.
    static func digest(
        _ path: String, from offset: UInt64 = 0
    ) throws -> (bytes: Int64, sha256: String) {
        var digest = SHA256()
        var count: Int64 = 0
        try read(path, from: offset) { piece in
            digest.update(piece)
            count += Int64(piece.count)
        }
        return (count, digest.finish())
    }

    /// Makes a file that must not be there yet, of what `fill` hands over.
    static func make(
        _ path: String, _ fill: (_ write: ([UInt8]) throws -> Void) throws -> Void
    ) throws {
        let handle: FileHandle
        do {
            try Data().write(to: URL(fileURLWithPath: path), options: .withoutOverwriting)
            handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        } catch {
            throw unwritten(path, error)
        }
        do {
            defer { try? handle.close() }
            try fill { piece in
                do {
                    try handle.write(contentsOf: Data(piece))
                } catch {
                    throw unwritten(path, error)
                }
            }
        } catch {
            try? FileManager.default.removeItem(atPath: path)
            throw error
        }
    }

    private static func unwritten(_ path: String, _ error: any Error) -> StoreError {
        StoreError(
            .inputOutput, path: path,
            "'\(path)' cannot be written: \(error.localizedDescription); free some space, or name "
                + "another place")
    }
}
