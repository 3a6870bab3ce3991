import ArgumentParser
import Foundation
import GateKit
import Gates

/// The options of the procedures: declared by each (``Procedure/options``), spelled here, because
/// ArgumentParser takes its options from properties.
struct ProcedureOptions: ParsableArguments {
    @Option(help: Self.help("compositor"))
    var compositor = CompositorChoice.sway

    @Option(help: Self.help("keep-frames"))
    var keepFrames: String?

    @Option(help: Self.help("sanitized-stubs"))
    var sanitizedStubs: String?

    /// The value of each option by its name, where it was given or has a default.
    private var values: [String: String] {
        var values = ["compositor": compositor.rawValue]
        values["keep-frames"] = keepFrames
        values["sanitized-stubs"] = sanitizedStubs
        return values
    }

    /// Refuses an option that is given for nothing: no selected gate has its procedure.
    func validate(for gates: [GateID]) throws {
        for (procedure, option) in Self.declared
        where values[option.name] != option.defaultValue
            && !procedure.gates.contains(where: gates.contains)
        {
            let names = procedure.gates.map(\.rawValue).joined(separator: " and ")
            throw ValidationError("--\(option.name) is for \(names), which is not selected.")
        }
    }

    /// Has the options of the selected gates checked; returns what came of them, by their names.
    func prepare(for gates: [GateID]) throws(Failure) -> [String: PreparedOption] {
        var prepared: [String: PreparedOption] = [:]
        for (procedure, option) in Self.declared
        where procedure.gates.contains(where: gates.contains) {
            guard var value = values[option.name] else { continue }
            if option.valueKind == .folder { value = URL(fileURLWithPath: value).path }
            do throws(OptionRefusal) {
                prepared[option.name] = try option.prepare(value, Program.environment)
            } catch {
                throw Failure(sentence: error.sentence, code: error.exitCode)
            }
        }
        return prepared
    }

    private static var declared: [(any Procedure, ProcedureOption)] {
        Catalogue.procedures.flatMap { procedure in procedure.options.map { (procedure, $0) } }
    }

    /// Returns what `--help` says of an option: the procedure's own words.
    private static func help(_ name: String) -> ArgumentHelp {
        guard let option = declared.first(where: { $0.1.name == name })?.1 else {
            preconditionFailure("no procedure declares --\(name)")
        }
        return ArgumentHelp(
            option.help, valueName: option.valueKind == .folder ? "dir" : nil)
    }
}
