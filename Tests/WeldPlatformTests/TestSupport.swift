import WeldPlatform

extension OwnedDescriptor {
    /// Reads until the end of the stream.
    borrowing func readAll() throws -> [UInt8] {
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = unsafe try chunk.withUnsafeMutableBytes { unsafe try read(into: $0) } ?? 0
            if count == 0 { return content }
            content += chunk[..<count]
        }
    }
}
