import WeldContract
import WeldPlatform
import WeldStub

/// Starts runtimes for this editor.
struct RuntimeLauncher: Sendable {
    private let path: String
    private let socketPath: String
    private let settings: EditorSettings

    /// Finds the runtime's program: as told, or beside the editor's own.
    init(_ settings: EditorSettings, socketPath: String) throws(StartFailure) {
        self.settings = settings
        self.socketPath = socketPath
        if let told = settings.runtimePath {
            path = told
            return
        }
        do throws(SystemError) {
            path = try Self.beside(ProcessEnvironment.executablePath())
        } catch {
            throw StartFailure(code: .connection, sentence: error.description)
        }
    }

    /// Starts a runtime; the first one gets all `--runtime-arg`s, a later one not the hold.
    func launch(
        isFirst: Bool, handlesLab: Bool = false, reconnects: Bool = false,
        regionName: SharedMemoryName?
    ) throws(SystemError) -> ChildProcess {
        var arguments = [
            "--socket", socketPath, "--editor-pid", String(ProcessEnvironment.pid),
        ]
        var inherited: [InheritedDescriptor] = []
        if let events = settings.eventsDescriptor {
            arguments += ["--events-fd", "3"]
            inherited.append(InheritedDescriptor(events, as: 3))
        }
        if let regionName { arguments += ["--shm", regionName.text] }
        if reconnects { arguments.append("--reconnect") }
        if handlesLab { arguments.append("--handles-lab") }
        arguments +=
            isFirst
            ? settings.runtimeArguments : Self.withoutHold(settings.runtimeArguments)
        return try ChildProcess.spawn(path: path, arguments: arguments, inheriting: inherited)
    }

    /// Leaves `--hold-at PHASE` out: a replacement must not wait where the first one waited.
    static func withoutHold(_ arguments: [String]) -> [String] {
        var kept: [String] = []
        var isValue = false
        for argument in arguments {
            if isValue {
                isValue = false
            } else if argument == "--hold-at" {
                isValue = true
            } else if !argument.hasPrefix("--hold-at=") {
                kept.append(argument)
            }
        }
        return kept
    }

    private static func beside(_ executable: String) -> String {
        let directory = executable.split(separator: "/", omittingEmptySubsequences: false)
            .dropLast().joined(separator: "/")
        return directory + "/weld-runtime"
    }
}
