internal import Foundation
internal import GateHost
internal import GateKit
internal import WeldContract

/// One life of a pair in which one call of one stub fails, followed to the end of both.
struct FaultTrial {
    /// What came of it.
    struct Seen {
        /// Whether the call came at all.
        let hasFailed: Bool
        let aftermath: FaultAftermath
    }

    private let life: KillLife
    private let target: FaultCounter.Target
    private let name: String
    private let plan: AttemptPlan
    private let log: Int32

    /// How long anything may take that is not there already: the longest wait of a stub's own, for a
    /// peer that makes no progress, and a second.
    private static let patience: Duration = .seconds(6)

    /// - Parameters:
    ///   - name: Names the socket directory, which nobody else uses.
    ///   - log: Where the logs of the stubs go in the end; lent.
    init(
        _ life: KillLife, _ target: FaultCounter.Target, named name: String, plan: AttemptPlan,
        log: Int32
    ) {
        self.life = life
        self.target = target
        self.name = name
        self.plan = plan
        self.log = log
    }

    /// Lives the life.
    ///
    /// - Throws: What the judge itself was refused, EPERM where it may not follow processes.
    func run() throws -> Seen {
        let words = try StubLog(at: "\(plan.scratchDirectory)/\(name).log")
        defer { words.remove() }
        let aftercare = Aftercare(name: name, plan: plan, log: words.descriptor)
        var scene = try KillScene(
            life, FaultCounter(life, target: target), named: name, plan: plan,
            log: words.descriptor, patience: Self.patience, recorder: aftercare.recorder)
        defer { scene.editor.removeDirectory() }
        var aftermath = FaultAftermath()
        aftermath.lacking = try scene.play()
        if life == .runtimeFirst, scene.stub.isOver, !isReplaced(in: scene) {
            aftermath.owed.append("another runtime in its place")
        }
        let ends = try end(&scene)
        aftermath.hasAsked = scene.hasAsked
        aftermath.unended = try scene.editor.clear().map(\.what) + Aftercare.strays()
        _ = try scene.stub.kill()
        let text = words.text
        aftermath.ends = (ends + reported(by: scene, but: ends)).map { end in
            let program = end.role == .editor ? plan.editorPath : plan.runtimePath
            return FaultAftermath.End(
                role: end.role, status: end.status, isScripts: end.pid == scene.ownKill?.pid,
                hasSpoken: StubLog.speaks(program, in: text))
        }
        let restarts = scene.editor.events.events.count { $0.kind == .restarting }
        let isScripts = life == .editorRestarts || life == .runtimeSecond
        aftermath.replacements = max(0, restarts - (isScripts ? 1 : 0))
        let files = scene.editor.files
        aftermath.left = files.filter { $0 != scene.decoy } + scene.editor.sharedMemory
        if !files.isEmpty { aftermath.next = try aftercare.nextStart() }
        aftermath.complaints = aftercare.complaints.all
        words.copy(to: log)
        return Seen(hasFailed: scene.stub.counter.hasFailed, aftermath: aftermath)
    }

    /// Waits until a runtime has taken the place of the one that ended; true also where the editor has
    /// ended.
    private func isReplaced(in scene: KillScene<FaultCounter>) -> Bool {
        let word = scene.editor.events.wait(until: .after(Self.patience)) {
            $0.kind == .restarted || $0.role == .editor && $0.kind == .exiting
        }
        return word != nil
    }

    private typealias End = (role: SubjectRole, pid: Int32, status: ProcessStatus)

    /// Asks the editor to end unless it has ended, and waits for it and for what it left to us.
    private func end(_ scene: inout KillScene<FaultCounter>) throws -> [End] {
        let editor = scene.editor
        let deadline = Deadline.after(Self.patience)
        if ProcessStatus.peek(editor.editorPID) == .running, !scene.hasAsked { scene.ask() }
        while ProcessStatus.peek(editor.editorPID) == .running, !deadline.hasPassed {
            // It may hold before it ends, and what it is told before that is lost.
            if life == .runtimeIsAsked { editor.signalEditor(Signals.user2) }
            Pause.wait(.milliseconds(20))
        }
        var ends: [End] = [
            (.editor, editor.editorPID, try editor.waitForEditor(within: .seconds(1)))
        ]
        for pid in Aftercare.children(but: editor.editorPID) {
            let status = try RuntimeHandle(pid: pid).wait(until: deadline).status
            editor.events.compareEnd(of: pid, .runtime, status)
            ends.append((.runtime, pid, status))
        }
        return ends
    }

    /// The runtimes that the editor itself waited for, by its word.
    private func reported(by scene: KillScene<FaultCounter>, but ends: [End]) -> [End] {
        scene.editor.events.drain()
        return scene.editor.events.events.compactMap { record in
            guard case .reaped(let child, let text) = record.event,
                !ends.contains(where: { $0.pid == child }),
                let status = ProcessStatus(reported: text)
            else { return nil }
            return (.runtime, child, status)
        }
    }
}

extension ProcessStatus {
    /// Reads what an editor's `reaped` event says (contract.md#events).
    init?(reported text: String) {
        let words = text.split { "(,)".contains($0) }
        guard words.count >= 2, let number = Int32(words[1]) else { return nil }
        switch words[0] {
        case "exited": self = .exited(code: number)
        case "signalled": self = .signalled(number: number, coreDumped: words.count > 2)
        default: return nil
        }
    }
}
