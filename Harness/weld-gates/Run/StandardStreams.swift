import GateHost
import GateKit

/// What a command answers: whoever reads it has all of it, or the command has failed
/// (report.md#outputs).
enum StandardOutput {
    /// Writes lines, each of them printable whoever had a say in it, and a line feed unless told
    /// otherwise.
    static func say(_ text: String, terminator: String = "\n") throws(Failure) {
        try write(PrintableText.lines(text) + terminator)
    }

    /// Writes a text as it stands: one that a renderer made, with its colours.
    static func write(_ text: String) throws(Failure) {
        do throws(SystemError) {
            // A reader that went away is an answer that was not given, no reason to die in silence.
            try Signals.surviveBrokenPipes()
            try WholeWrite.all(Array(text.utf8), to: descriptor)
        } catch {
            throw Failure(
                sentence: "the answer cannot be written to standard output: \(error)",
                code: .cannotWrite)
        }
    }

    /// Writes lines, and fails as a command does.
    static func leave(saying lines: [String]) throws {
        do throws(Failure) {
            try say(lines.joined(separator: "\n"))
        } catch {
            throw error.leave()
        }
    }

    private static let descriptor: Int32 = 1
}

/// The stream for people; standard output belongs to results.
///
/// It may be closed, full, or a terminal that is gone: then it says nothing, and the run goes on.
enum StandardError {
    private static let writer = try? PatientWriter(to: 2)

    /// Writes a line; whatever others had to say in it cannot leave that line.
    static func say(_ text: String) { write(PrintableText.line(text) + "\n") }

    /// Writes a text as it stands: one that was made fit for a terminal before.
    static func write(_ text: String) {
        let bytes = Array(text.utf8)
        guard let writer else { return PatientWriter.write(bytes, to: 2) }
        writer.write(bytes)
    }
}
