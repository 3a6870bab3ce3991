import WeldContract
import WeldPlatform
import WeldStub
import WeldTransport

/// What stands before a runtime is started: orphans swept, region made, socket listening, program
/// found.
struct EditorStage: ~Copyable {
    let region: EditorRegion
    let launcher: RuntimeLauncher
    private let listener: Listener

    /// Sets the stage in the order of platform.md#life.
    init(_ services: EditorServices) throws(StartFailure) {
        let settings = services.settings
        let path = try Self.socketPath(settings)
        for orphan in OrphanSweep.run(socketDirectory: Self.directory(of: path)) {
            services.events.emit(.swept(path: orphan))
            services.log("removed \(orphan) of a dead editor")
        }
        let launcher = try RuntimeLauncher(settings, socketPath: path)
        let region = try EditorRegion(settings)
        let listener = try Self.listen(at: path, orUndo: region)
        self.launcher = launcher
        self.region = region
        self.listener = listener
        services.events.emit(.listening(path: path))
    }

    /// Gives the listener away.
    consuming func takeListener() -> Listener { listener }

    private static func socketPath(_ settings: EditorSettings) throws(StartFailure) -> String {
        if let path = settings.socketPath { return path }
        do throws(TransportError) {
            return try Endpoint.socketPath(
                baseName: Endpoint.baseName(editorPID: ProcessEnvironment.pid))
        } catch {
            throw StartFailure(code: .connection, sentence: "cannot listen: \(error)")
        }
    }

    private static func listen(
        at path: String, orUndo region: EditorRegion
    ) throws(StartFailure) -> Listener {
        do throws(TransportError) {
            return try Listener(path: path)
        } catch {
            region.removeName()
            throw StartFailure(code: .connection, sentence: "cannot listen: \(error)")
        }
    }

    private static func directory(of path: String) -> String {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        return parts.isEmpty ? "." : parts.joined(separator: "/")
    }
}
