public import GateKit

/// What `weld-gates` is asked where its gates cannot run; a small part of the command line that Linux
/// has, spelled alike.
public enum PortableCommand: Hashable, Sendable {
    /// Says of some gates why they cannot be run here.
    case run(gates: [GateID], isJSON: Bool)
    /// Says what this machine lacks.
    case doctor(isJSON: Bool)
    case help
    case version

    /// Reads the arguments after the program's name.
    ///
    /// - Throws: ``PortableUsage`` for whatever is not known here.
    public static func parse(_ arguments: [String]) throws(PortableUsage) -> PortableCommand {
        if arguments.contains("--help") || arguments.contains("-h") || arguments.first == "help" {
            return .help
        }
        if arguments.contains("--version") { return .version }
        switch arguments.first {
        case "doctor": return .doctor(isJSON: try flags(arguments.dropFirst()))
        case "run": return try run(arguments.dropFirst())
        case let name? where !name.hasPrefix("-"): throw PortableUsage.command(name)
        default: return try run(arguments[...])
        }
    }

    private static func run(
        _ arguments: ArraySlice<String>
    ) throws(PortableUsage) -> PortableCommand {
        var gates: Set<GateID> = []
        var isAll = false
        var isJSON = false
        var rest = arguments
        while let argument = rest.popFirst() {
            switch argument {
            case "--all": isAll = true
            case "--json": isJSON = true
            case "--gate":
                guard let value = rest.popFirst() else { throw PortableUsage.noGate(nil) }
                guard let gate = GateID(rawValue: value.uppercased()) else {
                    throw PortableUsage.noGate(value)
                }
                gates.insert(gate)
            default: throw PortableUsage.argument(argument)
            }
        }
        if gates.isEmpty, !isAll { throw PortableUsage.nothingSelected }
        return .run(gates: isAll ? GateID.allCases : gates.sorted(), isJSON: isJSON)
    }

    /// Reads what `doctor` takes.
    private static func flags(_ arguments: ArraySlice<String>) throws(PortableUsage) -> Bool {
        for argument in arguments where argument != "--json" {
            throw PortableUsage.argument(argument)
        }
        return !arguments.isEmpty
    }
}

/// Why a command line makes no sense here.
public enum PortableUsage: Error, Hashable, Sendable {
    /// No gate was named.
    case nothingSelected
    /// What follows `--gate` is none; nil where nothing follows.
    case noGate(String?)
    /// An option that is not known here.
    case argument(String)
    /// A command that is not built here.
    case command(String)

    /// What is wrong and what to do, in one sentence.
    public var sentence: String {
        switch self {
        case .nothingSelected: "no gate was named; use --all, or --gate with one of \(Self.gates)"
        case .noGate(nil): "--gate takes one of \(Self.gates)"
        case .noGate(let value?): "no gate '\(value)'; they are \(Self.gates)"
        case .argument(let argument):
            "'\(argument)' is not known here; weld-gates --help says what is"
        case .command(let name):
            """
            '\(name)' is not built for this system: whatever runs a gate or opens a store is built on \
            Linux alone; weld-gates --help says what there is
            """
        }
    }

    private static var gates: String {
        GateID.allCases.map(\.rawValue).joined(separator: " ")
    }
}
