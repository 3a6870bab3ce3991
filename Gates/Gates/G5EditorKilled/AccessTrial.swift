internal import Foundation
internal import GateHost
internal import GateKit
internal import WeldContract

/// Who but the user may reach what an editor makes: its directory, its socket and its named memory
/// are the user's alone, whatever the umask, and what somebody else made there is refused
/// (platform.md, lessons.md#row-4).
struct AccessTrial {
    private let name: String
    private let plan: AttemptPlan
    private let recorder: Recorder

    private static let patience: Duration = .seconds(5)
    /// Nothing is taken away, and everything.
    private static let umasks = ["0", "0777"]

    init(_ name: String, plan: AttemptPlan, recorder: Recorder) {
        self.name = name
        self.plan = plan
        self.recorder = recorder
    }

    /// Starts the trials, which disturb nobody, side by side.
    func start(_ threads: inout ThreadGroup) throws {
        for umask in Self.umasks {
            try threads.start("umask-\(umask)", faults: recorder) { try lookAtModes(under: umask) }
        }
        try threads.start("open", faults: recorder) { try meetOpenDirectory() }
        try threads.start("taken", faults: recorder) { try meetTakenName() }
        try threads.start("foreigner", faults: recorder) { try meetForeigner() }
    }

    /// An editor under that umask.
    private func lookAtModes(under umask: String) throws {
        let start = MonotonicClock.now()
        let editor = try launch(
            "\(name)-\(umask)", ["--attach", "name"],
            launcher: ["/bin/sh", "-c", #"umask \#(umask); exec "$0" "$@""#])
        guard editor.wait(.editor, .roundChecked, within: .seconds(10)) != nil,
            let socket = editor.socketPath
        else { throw editor.notReady(since: start) }
        let directory = URL(fileURLWithPath: socket).deletingLastPathComponent().path
        try expect(0o700, of: directory, "directory of sockets", umask)
        try expect(0o600, of: socket, "socket", umask)
        let names = editor.sharedMemory
        if names.isEmpty {
            recorder.violation(.misbehaviour, "an editor that attaches by name made no name")
        }
        for memory in names { try expect(0o600, of: "/dev/shm/\(memory)", "named memory", umask) }
        try editor.recordEnd(
            DeathMetric.status, of: "access \(name)-\(umask)", within: Self.patience)
        try editor.recordLeft(by: "access \(name)-\(umask)", DeathMetric.left)
    }

    private func expect(_ mode: UInt32, of path: String, _ what: String, _ umask: String) throws {
        let found = try DescriptorFacts.at(path)?.mode
        guard found != mode else { return }
        recorder.violation(
            .misbehaviour,
            "the \(what) of an editor under the umask \(umask) has the mode "
                + (found.map { String($0, radix: 8) } ?? "of nothing: it is not there")
                + " instead of \(String(mode, radix: 8))")
    }

    /// A directory that others may read is not used.
    private func meetOpenDirectory() throws {
        let directory = "\(plan.scratchDirectory)/\(name)-open/weld"
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: directory)
        let editor = try launch("\(name)-open", [])
        try expectEnd(of: editor, .connection, "in a directory that others may read")
        editor.removeDirectory()
    }

    /// Memory of the very name that an editor will use is there already.
    private func meetTakenName() throws {
        let editor = try launch(
            "\(name)-taken", ["--attach", "name"],
            launcher: [
                "/bin/sh", "-c",
                #"echo taken > "/dev/shm/weld-shm-viewport-$$"; exec "$0" "$@""#,
            ])
        try expectEnd(of: editor, .region, "whose memory's name was taken")
        // That it is gone proves nothing: the editor is dead, and another one's start sweeps.
        let text = editor.sharedMemory.first.flatMap {
            ForeignFile.beginning(of: "/dev/shm/\($0)", atMost: 64)
        }
        if let text, text != Array("taken\n".utf8) {
            recorder.violation(
                .misbehaviour, "memory that an editor found under its name was changed")
        }
        editor.removeDirectory()
    }

    /// A process of another user that reached the socket all the same is not served, and the
    /// user's own runtime is afterwards.
    private func meetForeigner() throws {
        let start = MonotonicClock.now()
        let editor = try launch("\(name)-foreign", ["--no-spawn", "--no-heartbeat"])
        guard editor.wait(.editor, .listening, within: .seconds(10)) != nil,
            let path = editor.socketPath
        else { throw editor.notReady(since: start) }
        if let foreigner = try connectAsAnother(to: path) {
            try greet(foreigner, isServed: false)
            try greet(OwnPeer(PassingSocket(connectingTo: path)), isServed: true)
        } else {
            recorder.fact("another user's runtime", "not tried: only the superuser can be one")
        }
        editor.signalEditor(Signals.kill)
        _ = try editor.waitForEditor(within: Self.patience)
        editor.removeDirectory()
    }

    /// Connects as another user; nil where this process may not be one.
    private func connectAsAnother(to path: String) throws(SystemError) -> OwnPeer? {
        do throws(SystemError) {
            return OwnPeer(
                try PassingSocket(connectingTo: path, as: UInt32(CompositorDirectory.nobody)))
        } catch {
            guard error.kind == .permission else { throw error }
            return nil
        }
    }

    private func greet(_ peer: OwnPeer, isServed: Bool) throws {
        let who = isServed ? "the user's own runtime" : "another user's runtime"
        try recorder.judging(late: "an editor did not answer \(who)", wrong: who) {
            // The socket of one who is refused may be gone before the first byte.
            try? peer.send(OwnFrame.hello(engine: "weld-gates", takesHandoff: true).bytes)
            let answer = try peer.next()
            guard (answer?.kind == .helloAck) == isServed else {
                throw OwnPeer.Failure.wrong("it was \(isServed ? "not " : "")served by an editor")
            }
        }
    }

    private func launch(
        _ name: String, _ arguments: [String], launcher: [String] = []
    ) throws -> EditorRun {
        try EditorRun(
            name, plan: plan, arguments: arguments,
            surroundings: { _ in SubjectSurroundings(launcher: launcher) }, recorder: recorder)
    }

    /// Waits for an end that comes at once.
    private func expectEnd(of editor: EditorRun, _ code: ExitCode, _ what: String) throws {
        let start = MonotonicClock.now()
        let status = try editor.waitForEditor(within: Self.patience)
        switch status {
        case .exited(code.documented): break
        case .running:
            recorder.violation(
                .hang, "an editor \(what) did not end within \(Self.patience)",
                span: .since(start))
        default:
            recorder.violation(
                .misbehaviour,
                "an editor \(what) ended with \(status) instead of \(code.documented)")
        }
        try editor.clear()
    }
}
