internal import Foundation
internal import GateHost
internal import GateKit

/// Where stubs stand that were built with a sanitizer: `address/weld-editor`,
/// `thread/weld-runtime` and their two siblings under one folder.
struct SanitizedStubs: Hashable, Sendable {
    /// The folder.
    var directory: String

    /// Names the folder.
    init(directory: String) {
        self.directory = directory
    }

    /// Returns the path of a stub that was built with a sanitizer.
    func path(_ role: SubjectRole, _ sanitizer: Sanitizer) -> String {
        "\(directory)/\(Self.name(role, sanitizer))"
    }

    /// Every stub: its name under the folder, such as `address/weld-editor`, and its path.
    var programs: [PreparedOption.Program] {
        Sanitizer.allCases.flatMap { sanitizer in
            SubjectRole.allCases.map {
                PreparedOption.Program(
                    name: Self.name($0, sanitizer), path: path($0, sanitizer))
            }
        }
    }

    /// Returns what is wrong with stubs that are said to be built with the sanitizers; nil where
    /// nothing is.
    ///
    /// An ordinary stub in their place would be an ambition held for nothing.
    var fault: String? {
        for sanitizer in Sanitizer.allCases {
            for role in SubjectRole.allCases {
                if let text = Self.complaint(path(role, sanitizer), sanitizer) {
                    return "\(text); run CI/sanitized-stubs.sh "
                        + ShellWords.quoted(directory)
                }
            }
        }
        return nil
    }

    private static func complaint(_ path: String, _ sanitizer: Sanitizer) -> String? {
        guard let facts = DescriptorFacts.following(path) else { return "\(path) is missing" }
        guard facts.kind == .regular, RegularFile.isExecutable(path) else {
            return "\(path) cannot be executed"
        }
        let program = try? Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
        guard program?.range(of: Data(sanitizer.entryPoint.utf8)) != nil else {
            return "\(path) is not built with the \(sanitizer.rawValue) sanitizer"
        }
        return nil
    }

    private static func name(_ role: SubjectRole, _ sanitizer: Sanitizer) -> String {
        "\(sanitizer.rawValue)/weld-\(role.rawValue)"
    }
}

/// What a compiler builds into a program so that it finds its own faults; raw values are those of
/// the compiler's own option.
enum Sanitizer: String, CaseIterable, Hashable, Sendable {
    /// Finds memory that is used before or after its life, or beyond its end.
    case address
    /// Finds memory that two threads use at once without order.
    case thread

    /// The function of its run-time library that every such program has.
    var entryPoint: String {
        switch self {
        case .address: "__asan_init"
        case .thread: "__tsan_init"
        }
    }

    /// The variable of the environment that its run-time library reads.
    var optionsVariable: String {
        switch self {
        case .address: "ASAN_OPTIONS"
        case .thread: "TSAN_OPTIONS"
        }
    }
}

extension FuzzProcedure {
    /// Stubs built with a sanitizer, fuzzed besides; controls are tried on the ordinary ones.
    var options: [ProcedureOption] { [Self.sanitizedStubs] }

    private static let sanitizedStubs = ProcedureOption(
        "sanitized-stubs", .folder,
        help: """
            A folder of stubs from CI/sanitized-stubs.sh, which G3 then fuzzes besides; meant for \
            full. What they do decides an ambition only.
            """,
        appliesToControls: false
    ) { (directory, _) throws(OptionRefusal) in
        let stubs = SanitizedStubs(directory: directory)
        if let fault = stubs.fault {
            throw OptionRefusal(fault, exitCode: .preconditionMissing)
        }
        return PreparedOption(
            entries: ["sanitized-stubs": directory], programs: stubs.programs)
    }
}

extension AttemptPlan {
    /// The stubs to fuzz besides, whose ends are an ambition's; nil tries none.
    var sanitizedStubs: SanitizedStubs? {
        get { options["sanitized-stubs"].map { SanitizedStubs(directory: $0) } }
        set { options["sanitized-stubs"] = newValue?.directory }
    }
}
