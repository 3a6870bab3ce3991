import GateKit

/// A file that a command writes besides the report, or standard output for `-` (report.md#outputs).
struct OutputFile {
    /// What is written, such as `the trace`.
    var what: String
    /// Where; `-` is standard output.
    var path: String

    /// Throws where the path is the store, or nothing that a text can be written to.
    func check(store: StoreOptions) throws(Failure) {
        guard path != "-" else { return }
        guard !path.isEmpty else { throw refused("a path of no letters names nothing") }
        guard !store.isMet(by: path) else { throw refused("the store is there") }
        if case .refused(let why) = OutputPlace(path) { throw refused(why) }
    }

    /// Writes a text that ends without a line feed.
    func write(_ text: String) throws(Failure) {
        guard path != "-" else { return try StandardOutput.say(text) }
        do throws(OutputPlace.Refusal) {
            try OutputPlace(path).write(text + "\n")
        } catch {
            throw refused(error.why)
        }
    }

    private func refused(_ why: String) -> Failure {
        Failure(
            sentence: "\(what) cannot be written to '\(path)': \(why); name another file",
            code: .cannotWrite)
    }
}
