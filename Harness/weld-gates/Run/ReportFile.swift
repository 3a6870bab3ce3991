import Foundation
import GateKit
import GateReport
import GateStore

/// The validation report as a file, rendered from the store.
struct ReportFile {
    /// Where it is written; `-` is standard output.
    var path: String

    /// Throws unless the file can be written, so that nobody waits for a run in vain.
    func check() throws(Failure) {
        guard path != "-" else { return }
        let file = FileManager.default
        if let attributes = try? file.attributesOfItem(atPath: path) {
            guard attributes[.type] as? FileAttributeType != .typeDirectory else {
                throw refused("it is a directory")
            }
            guard file.isWritableFile(atPath: path) else { throw refused("it is read-only") }
        }
        do {
            try file.createDirectory(atPath: directory, withIntermediateDirectories: true)
        } catch {
            throw refused("its folder cannot be made: \(error.localizedDescription)")
        }
        guard file.isWritableFile(atPath: directory) else {
            throw refused("its folder is read-only")
        }
    }

    /// Renders a run, or the newest one for nil, and writes it.
    func write(
        _ store: GateStore, run: Int64?, as format: ReportFormat = .markdown
    ) throws(Failure) {
        let report: RunReport
        do throws(StoreError) {
            report = try store.report(
                run: run, declarations: Catalogue.declarations, notes: Self.notes())
        } catch {
            throw Failure.store(error)
        }
        let text = ValidationReport.render(report, as: format)
        guard path != "-" else { return print(text, terminator: "") }
        try check()
        do {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
        } catch {
            throw refused(error.localizedDescription)
        }
    }

    private var directory: String {
        URL(fileURLWithPath: path).deletingLastPathComponent().path
    }

    private func refused(_ why: String) -> Failure {
        Failure(
            sentence: "the report cannot be written to \(path): \(why); name another file",
            code: .cannotWrite)
    }

    /// The texts of `results/notes`, by name.
    private static func notes() -> [Note] {
        let directory = "results/notes"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return names.filter { $0.hasSuffix(".md") }.sorted().compactMap { name in
            (try? String(contentsOfFile: "\(directory)/\(name)", encoding: .utf8))
                .map { Note(name: name, text: $0) }
        }
    }
}
