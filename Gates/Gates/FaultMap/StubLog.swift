internal import Foundation

/// What the programs of a trial write to their logs, in a file of its own.
struct StubLog {
    private let path: String
    private let file: FileHandle

    /// Makes the file.
    init(at path: String) throws {
        self.path = path
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let file = FileHandle(forUpdatingAtPath: path)
        else { throw CannotMake(what: "the log \(path)") }
        self.file = file
    }

    /// Where they write; lent while this lives.
    var descriptor: Int32 { file.fileDescriptor }

    /// Everything that was written.
    var text: String {
        (try? Data(contentsOf: URL(fileURLWithPath: path))).map {
            String(decoding: $0, as: UTF8.self)
        } ?? ""
    }

    /// Writes all of it to another log.
    func copy(to log: Int32) {
        try? FileHandle(fileDescriptor: log, closeOnDealloc: false)
            .write(contentsOf: Data(text.utf8))
    }

    /// Removes the file.
    func remove() {
        try? file.close()
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Whether a program has a line of its own, which is not what its peer told it.
    static func speaks(_ program: String, in text: String) -> Bool {
        let name = program.split(separator: "/").last.map(String.init) ?? program
        return text.split(separator: "\n").contains {
            $0.hasPrefix("\(name): ") && !$0.contains(" says: ")
        }
    }
}
