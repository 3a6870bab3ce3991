import Foundation
import GateHost
import GateKit
import GateReport
import GateStore

/// The validation report as a file, rendered from the store.
struct ReportFile {
    /// Where it is written; `-` is standard output.
    var path: String
    /// The store that it is rendered from, which it must never be written over.
    var store: StoreOptions

    /// Throws unless the file can be written, so that nobody waits for a run in vain.
    func check() throws(Failure) {
        guard path != "-" else { return }
        guard !store.isMet(by: path) else { throw refused("the store is there") }
        let end: String
        switch OutputPlace(path) {
        case .refused(let why): throw refused(why)
        case .descriptor, .stream: return
        case .file(let path): end = path
        }
        let file = FileManager.default
        if file.fileExists(atPath: end), !file.isWritableFile(atPath: end) {
            throw refused("it is read-only")
        }
        let directory = URL(fileURLWithPath: end).deletingLastPathComponent().path
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
        guard path != "-" else { return try StandardOutput.write(text) }
        // Again: who knows what was put there while the run was made.
        try check()
        do throws(OutputPlace.Refusal) {
            try OutputPlace(path).write(text)
        } catch {
            throw refused(error.why)
        }
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
        // A pipe among them would be waited for.
        let texts = names.filter { name in
            name.hasSuffix(".md")
                && DescriptorFacts.following("\(directory)/\(name)")?.kind == .regular
        }
        return texts.sorted().compactMap { name in
            (try? String(contentsOfFile: "\(directory)/\(name)", encoding: .utf8))
                .map { Note(name: name, text: $0) }
        }
    }
}
