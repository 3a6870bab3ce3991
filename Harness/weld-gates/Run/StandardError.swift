import GateHost
import GateKit

/// The stream for people; standard output belongs to results.
///
/// It may be closed, full, or a terminal that is gone: then it says nothing, and the run goes on.
enum StandardError {
    private static let writer = try? PatientWriter(to: 2)

    /// Writes a line; whatever others had to say in it cannot leave that line.
    static func say(_ text: String) { write(PrintableText.line(text) + "\n") }

    /// Writes a text as it stands: one that was made fit for a terminal before.
    static func write(_ text: String) { writer?.write(Array(text.utf8)) }
}
