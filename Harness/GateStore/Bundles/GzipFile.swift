// Unsafe code: zlib's handle is a pointer, and it takes and gives bytes by address.
import CZlib
import Glibc

/// A compressed file that is written from its beginning, piece by piece.
@safe final class GzipWriter {
    private let path: String
    private let file: gzFile
    private var isOpen = true

    /// Creates the file.
    init(_ path: String) throws(StoreError) {
        guard let file = unsafe gzopen(path, "wb6") else {
            throw StoreError(
                .cannotOpen, path: path,
                "cannot make '\(path)' (errno \(errno)); set TMPDIR to a folder of yours")
        }
        unsafe self.file = file
        self.path = path
    }

    /// Adds bytes.
    func write(_ bytes: [UInt8]) throws(StoreError) {
        guard !bytes.isEmpty else { return }
        let count = unsafe bytes.withUnsafeBytes {
            unsafe gzwrite(file, $0.baseAddress, UInt32($0.count))
        }
        guard count == bytes.count else { throw full }
    }

    /// Writes what is left, and closes.
    func finish() throws(StoreError) {
        isOpen = false
        guard unsafe gzclose(file) == Z_OK else { throw full }
    }

    private var full: StoreError {
        StoreError(
            .diskFull, path: path,
            "'\(path)' cannot be written (errno \(errno)); free some space, or set TMPDIR to a "
                + "folder that has some")
    }

    deinit {
        if isOpen { unsafe gzclose(file) }
    }
}

/// A compressed file, read piece by piece.
///
/// Nobody has to believe what is read: sizes and digests are compared by the reader.
@safe final class GzipReader {
    private let path: String
    private let file: gzFile

    /// Opens the file.
    ///
    /// - Parameter bundle: What it was taken from, for sentences.
    init(_ path: String, of bundle: String) throws(StoreError) {
        guard let file = unsafe gzopen(path, "rb") else {
            throw StoreError(
                .cannotOpen, path: bundle,
                "cannot read what was unpacked of '\(bundle)' (errno \(errno)); set TMPDIR to a "
                    + "folder of yours")
        }
        unsafe self.file = file
        self.path = bundle
    }

    /// Returns up to so many bytes; fewer, or none, only at the end.
    func read(_ most: Int) throws(StoreError) -> [UInt8] {
        var count: Int32 = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: most) { buffer, filled in
            unsafe count = gzread(file, buffer.baseAddress, UInt32(most))
            filled = max(0, Int(count))
        }
        guard count >= 0, unsafe gzdirect(file) == 0 || bytes.isEmpty else {
            throw StoreError(
                .badBundle, path: path,
                "'\(path)' is no bundle as it was made: its body is not compressed as it should "
                    + "be; export the run again")
        }
        return bytes
    }

    deinit {
        unsafe gzclose(file)
    }
}
