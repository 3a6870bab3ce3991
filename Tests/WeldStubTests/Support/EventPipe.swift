import WeldPlatform

extension OwnedDescriptor {
    /// Fills a pipe or socket that blocks, and returns how much it took.
    @discardableResult
    borrowing func fill() throws -> Int {
        try setNonBlocking()
        let block = [UInt8](repeating: 120, count: 4096)
        var total = 0
        while let taken = unsafe try block.withUnsafeBytes({ unsafe try write($0) }) {
            total += taken
        }
        try setNonBlocking(false)
        return total
    }
}

/// Reads lines of events out of a pipe.
enum EventPipe {
    /// Reads until `count` lines came, at most 5 s.
    static func lines(of pipe: borrowing OwnedDescriptor, count: Int) throws -> [String] {
        var bytes: [UInt8] = []
        let deadline = Deadline.after(.seconds(5))
        while bytes.count(where: { $0 == 10 }) < count, !deadline.hasPassed {
            _ = try Poll.wait(pipe.rawValue, for: .readable, until: deadline)
            let chunk = try read(pipe)
            if chunk.isEmpty { break }
            bytes += chunk
        }
        return split(bytes)
    }

    /// Reads what is there now.
    static func available(in pipe: borrowing OwnedDescriptor) throws -> [String] {
        var bytes: [UInt8] = []
        while try !Poll.wait(pipe.rawValue, for: .readable, until: .immediately).isEmpty {
            let chunk = try read(pipe)
            if chunk.isEmpty { break }
            bytes += chunk
        }
        return split(bytes)
    }

    private static func read(_ pipe: borrowing OwnedDescriptor) throws -> [UInt8] {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count = unsafe try chunk.withUnsafeMutableBytes { unsafe try pipe.read(into: $0) } ?? 0
        return Array(chunk.prefix(count))
    }

    private static func split(_ bytes: [UInt8]) -> [String] {
        bytes.split(separator: 10).map { String(decoding: $0, as: UTF8.self) }
    }
}

/// A thread that can be kept in an array.
final class ThreadBox {
    private var thread: OSThread?

    init(_ body: @escaping @Sendable () -> Void) {
        thread = try? OSThread.start(named: "test", body)
    }

    func join() {
        thread.take()?.join()
    }
}
