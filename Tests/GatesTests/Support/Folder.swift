import Foundation

/// A private directory that is gone with its owner.
final class Folder {
    let path = "/tmp/weld-gates-\(UUID().uuidString.prefix(8))"

    init() throws {
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
