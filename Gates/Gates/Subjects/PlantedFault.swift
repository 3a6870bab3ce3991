public import GateKit
internal import WeldContract

/// A fault that somebody plants into the pair under test without telling the judge, to see whether a
/// real attempt turns red (credibility.md#figures).
///
/// Not a control: the judge expects nothing, and judges the attempt as it would any other.
public enum PlantedFault: String, CaseIterable, Sendable {
    /// The editor's window shows two pictures as one.
    case tornPicture
    /// The runtime ends with 1 when its editor is gone.
    case wrongExitCode
    /// Every Echo is late by 2 ms.
    case lateEcho

    private var sabotage: Sabotage {
        switch self {
        case .tornPicture: Sabotage(.tornPresent)
        case .wrongExitCode: Sabotage(.exitCodeOneOnEnd)
        case .lateEcho: Sabotage(.echoDelay, nanoseconds: 2_000_000)
        }
    }

    /// Whose fault it is.
    public var subject: SubjectRole { self == .tornPicture ? .editor : .runtime }

    /// The fault as a stub's command line names it, such as `echo-delay=2ms`.
    public var name: String { sabotage.text }

    /// The gate that has to see it.
    public var gate: GateID {
        switch self {
        case .tornPicture: .g6
        case .wrongExitCode: .g5
        case .lateEcho: .g1
        }
    }

    /// Returns a shell script that is the stub at that path with the fault in it; where the caller
    /// asks for a sabotage of its own, it is the stub alone.
    public func wrapper(of path: String) -> String {
        let quoted =
            "'"
            + path.split(separator: "'", omittingEmptySubsequences: false)
            .joined(separator: "'\\''") + "'"
        return """
            #!/bin/sh
            for argument do
                case "$argument" in
                    --sabotage | --sabotage=* | --version | --contract | --help) exec \(quoted) "$@" ;;
                esac
            done
            exec \(quoted) "$@" --sabotage \(name)

            """
    }

    /// Whether a violation is only that a stub announced what was planted.
    public static func isAnnouncement(_ violation: Violation) -> Bool {
        SubjectRole.allCases.contains { violation == .announcedUnasked(by: $0.rawValue) }
    }
}

extension Violation {
    /// A stub of a real attempt says that it is sabotaged.
    static func announcedUnasked(by role: String) -> Violation {
        Violation(.breach, "the \(role) of a real attempt announced a sabotage")
    }
}
