internal import Foundation
internal import GateHost
internal import GateKit
internal import WeldContract

/// Something stands at the path at which an editor is to listen: what is alive or no socket is left as
/// it is and the editor ends with 11, and only a dead socket is replaced (platform.md#transport).
struct TakenPathTrial {
    let plan: AttemptPlan
    let recorder: Recorder

    private static let patience: Duration = .seconds(5)

    /// What stands there.
    enum Taker: String, CaseIterable {
        case listener = "a listener"
        /// Nobody else can come to it, and nobody is refused.
        case busyListener = "a busy listener"
        case file = "a file"
        case directory = "a directory"
        case link = "a symbolic link to a dead socket"
        case deadSocket = "a dead socket"

        /// Whether the editor puts its own socket in the place.
        var isReplaced: Bool { self == .deadSocket }
    }

    /// Makes one trial.
    func run(_ taker: Taker) throws {
        // A directory of its own: who listens holds a lock on it for a moment.
        let directory = "\(plan.scratchDirectory)/taken-\(taker)"
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let path = "\(directory)/e.sock"
        let listener = try put(taker, at: path, in: directory)
        let before = try DescriptorFacts.at(path)
        let events = try EventReader(recorder: recorder)
        var editor = try SubjectProcess(
            .editor, plan: plan,
            arguments: [
                "--headless", "--no-spawn", "--no-heartbeat", "--seconds", "600", "--size",
                "64x64", "--socket", path,
            ], events: events, recorder: recorder)
        let start = MonotonicClock.now()
        let answer = events.wait(until: .after(Self.patience)) {
            $0.kind == .listening || $0.kind == .exiting
        }
        let after = try DescriptorFacts.at(path)
        if answer == nil {
            recorder.violation(
                .hang, "an editor whose path was \(taker.rawValue)'s neither listened nor ended",
                span: .since(start))
        } else if taker.isReplaced {
            judgeReplacement(answer?.kind == .listening && after?.kind == .socket)
        } else {
            let isLeft =
                answer?.kind == .exiting && before?.inode == after?.inode
                && before?.device == after?.device && before?.kind == after?.kind
            recorder.trial(DeathMetric.swap, holds: isLeft)
            if !isLeft {
                recorder.fact(
                    "taken path",
                    "\(taker.rawValue) was there, and the editor said '\(answer?.name ?? "")'")
            }
            try judgeEnd(&editor, taker)
        }
        editor.signal(Signals.kill)
        _ = try editor.wait(until: .after(Self.patience))
        events.drain()
        withExtendedLifetime(listener) {}
    }

    /// Puts it there; who listens does so until what is returned is gone.
    private func put(_ taker: Taker, at path: String, in directory: String) throws -> BusySocket? {
        switch taker {
        case .listener: return try BusySocket(at: path, isFull: false)
        case .busyListener: return try BusySocket(at: path)
        case .file: try Data("precious".utf8).write(to: URL(fileURLWithPath: path))
        case .directory: try PrivateDirectory.make(path)
        case .link:
            try bindDead("\(directory)/dead.sock")
            try FileManager.default.createSymbolicLink(
                atPath: path, withDestinationPath: "\(directory)/dead.sock")
        case .deadSocket: try bindDead(path)
        }
        return nil
    }

    /// Makes a socket's file that nobody listens at.
    private func bindDead(_ path: String) throws {
        let socket = try StreamSocket.make()
        try StreamSocket.bind(socket.rawValue, to: path)
    }

    private func judgeReplacement(_ isReplaced: Bool) {
        guard !isReplaced else { return }
        recorder.violation(
            .misbehaviour, "an editor did not listen where a dead socket stood at its path")
    }

    private func judgeEnd(_ editor: inout SubjectProcess, _ taker: Taker) throws {
        let start = MonotonicClock.now()
        switch try editor.wait(until: .after(Self.patience)) {
        case .exited(code: ExitCode.connection.documented): break
        case .running:
            recorder.violation(
                .hang, "an editor whose path was \(taker.rawValue)'s did not end",
                span: .since(start))
        case let status:
            recorder.violation(
                .misbehaviour,
                "an editor whose path was \(taker.rawValue)'s ended with \(status) instead of 11")
        }
    }
}

/// A socket whose listener lives and has no time: so many have come that nobody else can, and none of
/// them was taken.
///
/// Who looks whether it is alive is neither let in nor refused. It ends with this value, its file does
/// not.
final class BusySocket {
    private let listener: SharedDescriptor
    private var visitors: [SharedDescriptor] = []

    /// More than any of the judge's own listeners has room for.
    private static let mostVisitors = 64

    /// Listens at a path that must not exist yet.
    ///
    /// - Parameter isFull: Whether nobody else can come; else it only takes nobody.
    init(at path: String, isFull: Bool = true) throws {
        listener = SharedDescriptor(adopting: try StreamSocket.listen(at: path))
        while isFull {
            guard let visitor = try StreamSocket.connect(to: path) else { return }
            visitors.append(SharedDescriptor(adopting: visitor))
            guard visitors.count < Self.mostVisitors else {
                throw CannotMake(what: "a listener without room")
            }
        }
    }
}
