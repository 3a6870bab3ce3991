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
        var report: RunReport
        do throws(StoreError) {
            report = try store.report(
                run: run, declarations: Catalogue.declarations, notes: Self.notes(),
                plantedFaults: Self.note(at: "results/mutants.md"),
                withTrails: format == .html, withFigures: format.hasFigures)
        } catch {
            throw Failure.store(error)
        }
        if report.run.platform.isEmulated {
            report.declarations = Catalogue.emulatedDeclarations
        }
        let text: String
        let folder = format == .markdown ? figureFolder : nil
        do {
            text = try ValidationReport.render(report, as: format, figures: folder?.name)
        } catch {
            throw refused("it cannot be spelled: \(error)")
        }
        guard path != "-" else { return try StandardOutput.write(text) }
        // Again: who knows what was put there while the run was made.
        try check()
        do throws(OutputPlace.Refusal) {
            try OutputPlace(path).write(text)
        } catch {
            throw refused(error.why)
        }
        if let folder { try write(ValidationReport.figures(report), into: folder.path) }
    }

    /// Where the figures of a Markdown text stand: beside a plain file that is named like one.
    private var figureFolder: (path: String, name: String)? {
        guard path.hasSuffix(".md"), case .file = OutputPlace(path) else { return nil }
        let stem = URL(fileURLWithPath: path).deletingPathExtension()
        let name = stem.lastPathComponent + ".figures"
        // A name that a link in Markdown takes as it stands.
        let isPlain = name.utf8.allSatisfy {
            $0 > 0x20 && $0 < 0x7F && !"()<>[]\\%".utf8.contains($0)
        }
        return isPlain ? (stem.deletingLastPathComponent().path + "/" + name, name) : nil
    }

    private func write(
        _ figures: [(name: String, svg: String)], into folder: String
    ) throws(Failure) {
        guard !figures.isEmpty else { return }
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
            for figure in figures {
                try OutputPlace("\(folder)/\(figure.name)").write(figure.svg)
            }
        } catch let error as OutputPlace.Refusal {
            throw refused("its figures cannot be written to \(folder): \(error.why)")
        } catch {
            throw refused("the folder of its figures cannot be made: \(error.localizedDescription)")
        }
    }

    /// The page beside a Markdown report; nil where that is no file of such a name.
    var page: ReportFile? {
        guard path.hasSuffix(".md"), case .file = OutputPlace(path) else { return nil }
        return ReportFile(path: path.dropLast(3) + ".html", store: store)
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
            var note = note(at: "\(directory)/\(name)")
            note?.name = name
            return note
        }
    }

    /// A text by its path; nil of what is no file, such as a pipe, which would be waited for.
    private static func note(at path: String) -> Note? {
        guard DescriptorFacts.following(path)?.kind == .regular else { return nil }
        return (try? String(contentsOfFile: path, encoding: .utf8)).map {
            Note(name: path, text: $0)
        }
    }
}
