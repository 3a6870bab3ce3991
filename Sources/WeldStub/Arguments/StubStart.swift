public import WeldContract
internal import WeldPlatform
internal import WeldWire

/// How both stubs begin and end: arguments, `--help`, `--version`, `--contract`, exit
/// codes.
public enum StubStart {
    /// Reads the command line; prints and ends the process for `--help`, `--version`, `--contract`
    /// and mistakes.
    public static func settings<Settings>(
        of syntax: CommandSyntax<Settings>, defaults: Settings
    ) -> Settings {
        keepStreamsHarmless()
        do throws(ArgumentError) {
            switch try syntax.parse(Array(ProcessEnvironment.arguments.dropFirst()), into: defaults)
            {
            case .run(let settings):
                return settings
            case .help:
                StandardStream.output.write(syntax.helpText)
            case .version:
                StandardStream.output.write(versionText(program: syntax.program))
            case .contract(let offer):
                StandardStream.output.write(offer.text)
            }
        } catch {
            refuse(error, program: syntax.program)
        }
        end(with: .clean)
    }

    /// Sees to it that no stream can end or stop the process (platform.md#streams): a stream that has lost
    /// its reader, that another's terminal shows or that has grown too long refuses what is written,
    /// and nothing else happens.
    private static func keepStreamsHarmless() {
        for signal in [Signals.pipe, Signals.fileSize, Signals.terminalOutput] {
            try? Signals.ignore(signal)
        }
    }

    /// Says in one sentence why the arguments make no sense, and ends the process with 10.
    public static func refuse(_ error: ArgumentError, program: String) -> Never {
        Log(program: program)(error.description)
        end(with: .arguments)
    }

    /// Ends the process at once, whatever its other threads do.
    public static func end(with code: ExitCode) -> Never {
        ProcessEnvironment.exitNow(code.rawValue)
    }

    static func versionText(program: String) -> String {
        let identity = BuildIdentity.current()
        return
            "\(program) \(identity.engine) (build \(identity.build), protocol \(Frame.version))\n"
    }
}

/// Which build this is: what the Hello, `--version` and the `started` event say.
public struct BuildIdentity: Equatable, Sendable {
    /// The engine's version; the one place where it stands.
    public static let engineVersion = "0.1.0"

    /// The engine's version.
    public let engine: String
    /// The build, or the sabotage that makes this process unfit to be measured.
    public let build: String

    /// Returns the identity of this process; sabotages take the build's place, in a form that
    /// no real build has.
    public static func current(
        _ sabotages: Sabotages = Sabotages(), engine: String = engineVersion
    ) -> BuildIdentity {
        let names = sabotages.all.map { $0.name.rawValue }.joined(separator: "+")
        return BuildIdentity(
            engine: engine,
            build: sabotages.isEmpty ? configuration : "sabotage:" + names)
    }

    // The linker's build id would be better, but nothing that Sources may import can read it before
    // the first frame; the harness stores the hash of the binary itself (gates.md#rule-12).
    private static var configuration: String {
        #if DEBUG
            "debug"
        #else
            "release"
        #endif
    }
}
