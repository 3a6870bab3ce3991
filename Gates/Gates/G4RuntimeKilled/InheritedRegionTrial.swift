internal import GateHost
internal import GateKit
internal import WeldContract

/// What a runtime left in the region when it was gone, and what becomes of it with the next one: the
/// judge is the first, a real runtime the second, and both have the same editor
/// (viewport.md#crash-rules).
///
/// A runtime can write any word of the region, and most of what it can leave there no kill at a moment
/// of chance makes it leave. What the judge finds of the successor it finds while that stands still.
struct InheritedRegionTrial {
    let plan: AttemptPlan
    let recorder: Recorder

    private static let patience: Duration = .seconds(5)
    /// Requests of an editor's first round.
    private static let firstRound = 4
    /// Longer than any reader waits for a ring.
    private static let look: Duration = .milliseconds(100)

    /// What is left.
    enum Legacy: String, CaseIterable {
        /// The highest number of a picture lies in this slot, taken or not.
        case first = "the highest number in slot 0"
        case second = "the highest number in slot 1"
        case third = "the highest number in slot 2"
        /// The mailbox names a slot that there is not.
        case noSlot = "no slot in the mailbox"
        /// It names the slot that the reader has.
        case readersSlot = "the reader's slot in the mailbox"
        /// The writer says that a slot is its own that there is not.
        case noMirror = "no slot of the writer's"
        case epoch = "another number of the writer"
        /// A picture comes once the editor has given its writer up.
        case lateWriter = "a picture after the end"
    }

    /// Makes a trial for each thing that can be left, one after the other in one region.
    func run() throws {
        let start = MonotonicClock.now()
        let editor = try EditorRun(
            "inherited", plan: plan,
            arguments: [
                "--no-spawn", "--keep-accepting", "--no-heartbeat", "--size", "64x64",
            ], recorder: recorder)
        guard editor.wait(.editor, .listening, within: .seconds(10)) != nil,
            let path = editor.socketPath
        else { throw editor.notReady(since: start) }
        try recorder.judging(
            late: "an editor did not go on with what a runtime left in the region",
            wrong: "what a runtime left in the region"
        ) {
            for (index, legacy) in Legacy.allCases.enumerated() {
                do {
                    // Two runtimes each: the judge, and the one that comes after it.
                    let number = UInt64(index + 1) * 10_000
                    let last = try bequeath(legacy, number, to: editor, at: path)
                    try inherit(
                        legacy, epoch: UInt32(2 * index + 2), after: last, editor, at: path)
                } catch {
                    recorder.fact("inherited region", "left was \(legacy.rawValue)")
                    throw error
                }
            }
        }
        try editor.recordEnd(
            DeathMetric.editorEnd, of: "the inherited region", within: Self.patience)
        try editor.recordLeft(by: "the inherited region")
    }

    // MARK: - The first runtime

    /// Is a runtime that publishes a picture, leaves what is to be left, and vanishes; returns the
    /// highest number that lies in the region then.
    private func bequeath(
        _ legacy: Legacy, _ number: UInt64, to editor: EditorRun, at path: String
    ) throws -> UInt64 {
        let mark = editor.events.events.count
        let start = MonotonicClock.now()
        var peer: OwnPeer? = OwnPeer(try PassingSocket(connectingTo: path))
        guard let writer = try peer.map({ try greet($0, since: start) }), writer.publish(number)
        else { throw OwnPeer.Failure.wrong("there was no slot for a picture") }
        guard isRead(number, editor, after: mark) else { throw OwnPeer.Failure.late(since: start) }
        let last = leave(legacy, number, by: writer)
        peer = nil
        let left = MonotonicClock.now()
        // Which it says once it has given the runtime up.
        let given = editor.events.wait(until: .after(Self.patience), after: mark) {
            $0.role == .editor && $0.kind == .restarting
        }
        guard given != nil else { throw OwnPeer.Failure.late(since: left) }
        guard legacy == .lateWriter else { return last }
        _ = writer.publish(number + 1)
        Pause.wait(Self.look)
        return number + 1
    }

    /// Leaves what is to be left; returns the highest number of a picture there.
    private func leave(_ legacy: Legacy, _ number: UInt64, by writer: LegacyWriter) -> UInt64 {
        let slots: [Legacy] = [.first, .second, .third]
        guard let slot = slots.firstIndex(of: legacy) else {
            switch legacy {
            case .noSlot: writer.leave(3 | LegacyWriter.isNew, in: .mailbox)
            case .readersSlot: writer.leave(writer[.reader], in: .mailbox)
            case .noMirror: writer.leave(3, in: .writer)
            case .epoch: writer.leave(writer.epoch &+ 7, in: .epoch)
            case .first, .second, .third, .lateWriter: break
            }
            return number
        }
        for other in 0..<UInt32(slots.count) {
            writer.leave(number: number + UInt64(other), inRecordOf: other)
        }
        writer.leave(number: number + 1000, inRecordOf: UInt32(slot))
        return number + 1000
    }

    /// Greets the editor, takes the region, and answers the first round.
    private func greet(_ peer: OwnPeer, since start: UInt64) throws -> LegacyWriter {
        do {
            try peer.send(OwnFrame.hello(engine: "weld-gates", takesHandoff: true).bytes)
            guard try peer.next()?.kind == .helloAck, let handoff = try peer.next(),
                handoff.kind == .handoff, handoff.body.count > 48
            else { throw OwnPeer.Failure.wrong("the editor did not serve a runtime") }
            let arrived = peer.takeDescriptors()
            guard let first = arrived.first else {
                throw OwnPeer.Failure.wrong("the hand-over brought no descriptor")
            }
            let memory = OwnedDescriptor(adopting: first)
            for other in arrived.dropFirst() { _ = OwnedDescriptor(adopting: other) }
            let writer = try take(memory, size: OwnFrame.number(handoff.body, 40, 8))
            var runtime = OwnRuntime()
            var answered = 0
            while answered < Self.firstRound, let request = try peer.next() {
                guard let reply = runtime.reply(to: request) else { continue }
                try peer.send(reply.bytes)
                answered += 1
            }
            return writer
        } catch OwnPeer.Failure.wrong(let text) {
            // Who does not answer for two seconds is given up, and a host can keep the judge so long.
            guard MonotonicClock.now() - start < 1_000_000_000 else {
                throw OwnPeer.Failure.late(since: start)
            }
            throw OwnPeer.Failure.wrong(text)
        }
    }

    private func take(_ memory: consuming OwnedDescriptor, size bytes: UInt64) throws
        -> LegacyWriter
    {
        guard let size = Int(exactly: bytes) else {
            throw OwnPeer.Failure.wrong("a region of \(bytes) bytes was handed over")
        }
        do throws(SystemError) {
            return try LegacyWriter(in: MemoryObject(adopting: memory, expectedSize: size))
        } catch {
            throw OwnPeer.Failure.wrong("the region cannot be taken: \(error)")
        }
    }

    private func isRead(_ number: UInt64, _ editor: EditorRun, after mark: Int) -> Bool {
        editor.events.wait(until: .after(Self.patience), after: mark) { record in
            guard case .frameRead(let id, _, _, _, _) = record.event else { return false }
            return id == number
        } != nil
    }

    // MARK: - The second runtime

    /// Starts a real runtime and looks at the region while it stands still behind its first picture.
    private func inherit(
        _ legacy: Legacy, epoch: UInt32, after last: UInt64, _ editor: EditorRun, at path: String
    ) throws {
        let mark = editor.events.events.count
        let start = MonotonicClock.now()
        var runtime = try SubjectProcess(
            .runtime, plan: plan,
            arguments: [
                "--socket", path, "--editor-pid", String(editor.editorPID), "--hold-at",
                RuntimePhase.published.rawValue,
            ], events: editor.events, runtimeDirectory: editor.directory, recorder: recorder)
        let pid = runtime.pid
        let held = editor.events.wait(until: .after(Self.patience), after: mark) {
            $0.pid == pid && ($0.kind == .hold || $0.kind == .exiting)
        }
        guard let held else { throw OwnPeer.Failure.late(since: start) }
        if held.kind == .exiting {
            throw OwnPeer.Failure.wrong("the next one drew nothing and ended: \(held.fields)")
        }
        var found = contradictions(epoch: epoch, after: last, editor)
        runtime.signal(Signals.user2)
        let released = MonotonicClock.now()
        let isSeen = editor.events.wait(until: .after(Self.patience), after: mark) { record in
            guard case .frameRead(_, _, _, _, let writer) = record.event else { return false }
            return writer == epoch
        }
        if isSeen == nil { throw OwnPeer.Failure.late(since: released) }
        if legacy == .lateWriter, isShown(last, editor) {
            found.append("a picture was shown of a runtime that had been given up")
        }
        recorder.trial(DeathMetric.succession, holds: found.isEmpty)
        for sentence in found { recorder.fact("left was \(legacy.rawValue)", sentence) }
        runtime.signal(Signals.kill)
        _ = try runtime.wait(until: .after(Self.patience))
        let killed = MonotonicClock.now()
        let buried = editor.events.wait(until: .after(Self.patience), after: mark) {
            $0.role == .editor && $0.kind == .restarting
        }
        if buried == nil { throw OwnPeer.Failure.late(since: killed) }
    }

    /// What contradicts that a writer of that number has published its first picture and nothing
    /// else; it stands still, and its reader is in the middle of an exchange for an instant only.
    private func contradictions(
        epoch: UInt32, after last: UInt64, _ editor: EditorRun
    ) -> [String] {
        let deadline = Deadline.after(Self.patience)
        var found: [String] = []
        repeat {
            if !found.isEmpty { Pause.wait(.milliseconds(2)) }
            guard let view = RegionView(of: editor.editorPID) else {
                recorder.fact("inherited region", "it could not be looked at")
                return []
            }
            found = view.contradictions(ofFirstPictureBy: epoch, after: last)
        } while !found.isEmpty && !deadline.hasPassed
        return found
    }

    private func isShown(_ number: UInt64, _ editor: EditorRun) -> Bool {
        editor.events.events.contains { record in
            guard case .frameRead(let id, _, _, _, _) = record.event else { return false }
            return id == number
        }
    }
}
