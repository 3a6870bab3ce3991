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
        do throws(ArgumentError) {
            switch try syntax.parse(Array(CommandLine.arguments.dropFirst()), into: defaults) {
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
