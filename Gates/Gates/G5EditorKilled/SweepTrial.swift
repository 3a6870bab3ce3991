internal import Foundation
internal import GateHost
internal import GateKit
internal import WeldContract

internal import struct GateHost.LedgerDifference

/// One start of an editor in a directory of dead editors' things and of decoys (gates.md#g5).
struct SweepTrial {
    /// Something that stands in the directory.
    struct Decoy {
        /// What it is, for the report.
        let what: String
        /// Where it stands.
        let path: String
        /// Whether the sweep must remove it.
        let isSwept: Bool
    }

    /// The machine did not let a decoy be made.
    private struct NoDecoy: Error, CustomStringConvertible {
        let what: String

        var description: String { "cannot make \(what)" }
    }

    private let name: String
    private let plan: AttemptPlan
    private let recorder: Recorder
    private let directory: String

    init(_ name: String, plan: AttemptPlan, recorder: Recorder) {
        self.name = name
        self.plan = plan
        self.recorder = recorder
        directory = "\(plan.scratchDirectory)/\(name)/weld"
    }

    /// Starts a living editor, lays the decoys, starts another editor and looks what is left.
    func run() throws {
        let start = MonotonicClock.now()
        let living = try EditorRun(name, plan: plan, recorder: recorder)
        guard
            case .listening(let livingPath) =
                living.wait(.editor, .listening, within: .seconds(10))?.event
        else { throw SubjectFailure.editorNotReady(since: start) }
        let decoys =
            try layDecoys() + [Decoy(what: "live editor", path: livingPath, isSwept: false)]
        let restart = MonotonicClock.now()
        let sweeping = try EditorRun(name, plan: plan, recorder: recorder)
        guard sweeping.wait(.editor, .listening, within: .seconds(10)) != nil else {
            throw SubjectFailure.editorNotReady(since: restart)
        }
        for decoy in decoys {
            let isGone = (try DescriptorFacts.at(decoy.path)) == nil
            recorder.trial(DeathMetric.sweep, holds: isGone == decoy.isSwept)
            recorder.count(DeathMetric.editorPhasePrefix + "decoy")
            if isGone != decoy.isSwept {
                recorder.fact("sweep \(name)", "\(decoy.what) \(isGone ? "went" : "stayed")")
            }
        }
        for run in [sweeping, living] { try end(run) }
        living.removeDirectory()
    }

    private func end(_ run: EditorRun) throws {
        // Asked earlier, it would have to end its runtime by force.
        let start = MonotonicClock.now()
        let isServed = run.wait(.editor, .roundChecked, within: .seconds(5)) != nil
        run.signalEditor(Signals.terminate)
        let status = try run.waitForEditor(within: .seconds(5))
        let served = MonotonicClock.now()
        let unended = try run.clear()
        guard isServed, status != .running else {
            let what = isServed ? "end" : "get its runtime's replies"
            return recorder.violation(
                .hang, "sweep \(name): an editor did not \(what) within 5 s",
                span: TimeSpan(start: start, end: served))
        }
        recorder.hangs(unended, of: "sweep \(name)")
        recorder.trial(DeathMetric.left, holds: status == .exited(.clean))
        if status != .exited(.clean) { recorder.fact("editor of sweep \(name)", "\(status)") }
    }

    // MARK: - Decoys

    private func layDecoys() throws -> [Decoy] {
        let precious = "\(plan.scratchDirectory)/\(name)/precious"
        try Data("precious".utf8).write(to: URL(fileURLWithPath: precious))
        var decoys = [
            try socket("dead pid", "weld-\(try deadPID()).sock", isSwept: true),
            try recycled(),
            try socket("foreign name", "weld-\(try deadPID()).sock.bak", isSwept: false),
            try socket("foreign zeros", "weld-0\(try deadPID()).sock", isSwept: false),
            Decoy(what: "what a link points to", path: precious, isSwept: false),
        ]
        let folder = "\(directory)/weld-\(try deadPID()).sock"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false)
        decoys.append(Decoy(what: "directory", path: folder, isSwept: false))
        let link = "\(directory)/weld-\(try deadPID()).sock"
        try FileManager.default.createSymbolicLink(
            atPath: link, withDestinationPath: precious)
        decoys.append(Decoy(what: "symbolic link", path: link, isSwept: false))
        if let foreign = try anotherUsers() { decoys.append(foreign) }
        return decoys
    }

    /// A socket that a process of another user left; only the superuser can make one.
    private func anotherUsers() throws -> Decoy? {
        guard ProcessEnvironment.userID == 0 else {
            recorder.fact("another user's file", "not laid: only the superuser can make one")
            return nil
        }
        let decoy = try socket(
            "another user's socket", "weld-\(try deadPID()).sock", isSwept: false)
        try FileManager.default.setAttributes(
            [.ownerAccountID: 65_534], ofItemAtPath: decoy.path)
        return decoy
    }

    /// A socket that bears the pid of this very process, and is an hour older than it.
    private func recycled() throws -> Decoy {
        let decoy = try socket(
            "recycled pid", "weld-\(ProcessEnvironment.pid).sock", isSwept: true)
        guard let identity = ProcessIdentity.current() else {
            throw NoDecoy(what: "a socket older than its owner")
        }
        let started = Double(identity.startedAtRealTimeNanoseconds) / 1e9
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: started - 3600)],
            ofItemAtPath: decoy.path)
        return decoy
    }

    /// A socket's file that nobody listens at.
    private func socket(_ what: String, _ file: String, isSwept: Bool) throws -> Decoy {
        let socket = try StreamSocket.make()
        let path = "\(directory)/\(file)"
        try StreamSocket.bind(socket.rawValue, to: path)
        return Decoy(what: what, path: path, isSwept: isSwept)
    }

    /// The pid of a process that has ended and was waited for.
    private func deadPID() throws -> Int32 {
        var child = try ChildProcess.spawn(path: "/bin/true", arguments: [])
        guard try child.wait(until: .after(.seconds(5))) != .running else {
            throw NoDecoy(what: "a process that ends")
        }
        return child.pid
    }
}
