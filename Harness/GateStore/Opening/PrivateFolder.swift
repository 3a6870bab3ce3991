import Foundation
import Synchronization

/// A folder of this process's own that something is kept in for a while.
public protocol ScratchFolder: Sendable {
    /// Where it is.
    var path: String { get }
    /// Removes it with everything in it.
    func remove()
}

/// A folder of this process's own for what is packed, unpacked and copied; it goes with the object.
final class PrivateFolder: Sendable {
    private let folder: any ScratchFolder

    private static let maker = Mutex<@Sendable () throws -> any ScratchFolder> {
        try UnkeptFolder()
    }

    /// Its path.
    var path: String { folder.path }

    /// Makes it where TMPDIR says.
    init() throws(StoreError) {
        let make = Self.maker.withLock(\.self)
        do {
            folder = try make()
        } catch {
            throw StoreError(
                .noScratch, path: "",
                "a folder for temporary files cannot be made: \(error); set TMPDIR to a folder of "
                    + "yours")
        }
    }

    /// Has folders made by somebody who removes them even where a signal ends the process.
    static func use(_ make: @escaping @Sendable () throws -> any ScratchFolder) {
        maker.withLock { $0 = make }
    }

    deinit { folder.remove() }
}

extension GateStore {
    /// Has the folders of packing, unpacking and copying made by somebody who removes them even
    /// where a signal ends the process; without this only an orderly end does.
    public static func makeFolders(_ make: @escaping @Sendable () throws -> any ScratchFolder) {
        PrivateFolder.use(make)
    }
}

/// A folder that only an orderly end removes.
private struct UnkeptFolder: ScratchFolder {
    let path: String

    init() throws {
        let name = "weld-gates-store-\(UUID().uuidString)"
        path = FileManager.default.temporaryDirectory.appendingPathComponent(name).path
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700]
        )
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }
}
