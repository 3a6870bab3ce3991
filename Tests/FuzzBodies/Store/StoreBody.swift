import Foundation
import FuzzWire
import GateKit
import GateStore

/// Fuzz body: a store from somewhere else, as `--db`, `verify` and the report's merge read it.
///
/// Byte 0, modulo 3: 0 edits a real store, each edit three bytes of offset and the new byte; 1 cuts
/// a real store to the length in the next three bytes, then edits it; 2 takes the rest as the file.
public enum StoreBody {
    /// Returns what is wrong; nil when all is well: an error of the store is a right answer.
    public static func complaint(about input: [UInt8]) throws -> String? {
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("weld-fuzz-store-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: file, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: file) }
        let path = file.appendingPathComponent("results.db").path
        let content = Data(content(InputReader(input)))
        try content.write(to: URL(fileURLWithPath: path))
        StoreReading.read(path)
        // (Foundation loses memory when it reads an empty file.)
        guard try content.isEmpty || Data(contentsOf: URL(fileURLWithPath: path)) == content else {
            return "reading changed the store"
        }
        write(path)
        return nil
    }

    private static func content(_ input: consuming InputReader) -> [UInt8] {
        let choice = input.byte() % 3
        if choice == 2 { return input.remainder() }
        var content = TemplateStore.bytes
        if choice == 1 { content = Array(content.prefix(offset(&input))) }
        while !input.isAtEnd {
            let position = offset(&input)
            let value = input.byte()
            if !content.isEmpty { content[position % content.count] = value }
        }
        return content
    }

    private static func offset(_ input: inout InputReader) -> Int {
        input.bytes(3).reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    /// What the next run does with it.
    private static func write(_ path: String) {
        do throws(StoreError) {
            let store = try GateStore(path: path) { _ in false }
            _ = try store.beginRun(TemplateStore.run, harness: TemplateStore.harness)
        } catch {
            _ = error.description
        }
    }
}
