internal import GateHost
internal import GateKit
internal import WeldContract

/// The viewport's region as it really arrives: the judge connects to the real editor in a runtime's
/// place, and tries on its own copy what a hostile runtime would (credibility.md#independence).
struct OwnRegion {
    private let plan: AttemptPlan
    private let recorder: Recorder

    /// Of such pictures no slot is a whole number of pages.
    private static let pictures = WindowSize(width: 1281, height: 719)
    /// How many are drawn: each slot is everybody's once.
    private static let drawn = 3

    init(_ plan: AttemptPlan, recorder: Recorder) {
        self.plan = plan
        self.recorder = recorder
    }

    /// Starts an editor, takes its region, tries it, and ends the editor.
    func run() throws {
        let events = try EventReader(recorder: recorder)
        defer { events.clock.record(to: recorder) }
        let path = "\(plan.scratchDirectory)/own-region.sock"
        let start = MonotonicClock.now()
        var editor = try SubjectProcess(
            .editor, plan: plan,
            arguments: [
                "--headless", "--no-spawn", "--no-heartbeat", "--seconds", "600", "--socket", path,
                "--size", "\(Self.pictures.width)x\(Self.pictures.height)",
            ], events: events, recorder: recorder)
        guard events.wait(until: .after(.seconds(10)), named: .listening) != nil else {
            throw editor.failure(
                before: "listening", SystemError(code: 110, operation: "wait"), since: start)
        }
        events.confirmSabotage(plan, recorder: recorder)
        let socket = try DescriptorFacts.at(path)
        if socket?.kind != .socket || socket?.mode != 0o600 {
            recorder.violation(
                .misbehaviour,
                "the editor's socket has the mode \(String(socket?.mode ?? 0, radix: 8))")
        }
        do {
            let peer = OwnPeer(try PassingSocket(connectingTo: path))
            try take(from: peer, editor.pid, events)
            editor.signal(Signals.terminate)
            try answerUntilShutdown(peer)
            return try editor.expectCleanExit(within: .seconds(5))
        } catch OwnPeer.Failure.late(let start) {
            recorder.violation(
                .hang, "the editor did not answer a runtime of the judge's", span: .since(start))
        } catch OwnPeer.Failure.wrong(let text) {
            recorder.violation(.misbehaviour, "a runtime of the judge's: \(text)")
        }
        editor.signal(Signals.kill)
        _ = try editor.wait(until: .after(.seconds(5)))
        events.drain()
        // A killed editor leaves it, and the next attempt of the trial is another directory's.
        try? RegularFile.remove(path)
    }

    /// Greets the editor, takes the hand-over, and tries what it brings.
    private func take(from peer: OwnPeer, _ editor: Int32, _ events: EventReader) throws {
        try peer.send(OwnFrame.hello(engine: "weld-gates", takesHandoff: true).bytes)
        guard let ack = try peer.next(), ack.kind == .helloAck, ack.number == 1, ack.body[0] == 1
        else { throw OwnPeer.Failure.wrong("the Hello was not accepted") }
        guard let handoff = try peer.next(), handoff.kind == .handoff else {
            throw OwnPeer.Failure.wrong("no region was handed over")
        }
        let arrived = peer.takeDescriptors()
        guard let first = arrived.first else {
            throw OwnPeer.Failure.wrong("the hand-over brought no descriptor")
        }
        let region = OwnedDescriptor(adopting: first)
        for other in arrived.dropFirst() { _ = OwnedDescriptor(adopting: other) }
        let facts = try DescriptorFacts.of(region.rawValue)
        let name = Array("viewport".utf8) + [UInt8](repeating: 0, count: 24)
        let isNamed = Array(handoff.body[8..<40]) == name
        let isOne = arrived.count == 1 && OwnFrame.number(handoff.body, 0, 4) == 1
        let announced = OwnFrame.number(handoff.body, 40, 8)
        let isMemory = facts.kind == .regular && facts.size > 0 && UInt64(facts.size) == announced
        recorder.trial(DescriptorMetric.order, holds: isNamed && isOne && isMemory)
        let seals = try MemorySeals.tried(on: region)
        recorder.trial(DescriptorMetric.sealed, holds: seals.isFixed)
        if !seals.isFixed { recorder.fact("seals of the region", "\(seals)") }
        recorder.inheritance(of: editor, DescriptorMetric.inherited, events: events)
        // Who maps what can be cut dies of it.
        if seals.isFixed, isMemory { try draw(into: region, facts.size, editor, events) }
    }

    /// Draws as a runtime does that never rings: its pictures are found all the same, and then the
    /// region says whose each slot is (viewport.md#doorbell).
    private func draw(
        into region: borrowing OwnedDescriptor, _ size: Int, _ editor: Int32, _ events: EventReader
    ) throws {
        let shared = try SharedRegion(
            try MemoryObject(adopting: try region.duplicate(), expectedSize: size),
            pictures: Self.pictures)
        let writer = try OwnWriter(
            try MemoryObject(adopting: try region.duplicate(), expectedSize: size),
            pictures: Self.pictures)
        if let fault = shared.faults.first {
            throw OwnPeer.Failure.wrong("the region that was handed over: \(fault)")
        }
        for _ in 0..<Self.drawn {
            let start = MonotonicClock.now()
            guard let picture = writer.publish() else {
                throw OwnPeer.Failure.wrong("the mailbox names no slot")
            }
            let read = events.wait(until: .after(.seconds(5))) { record in
                guard record.pid == editor, case .frameRead(let id, _, _, _, _) = record.event
                else { return false }
                return id == UInt64(picture.number)
            }
            guard let read else { throw OwnPeer.Failure.late(since: start) }
            guard case .frameRead(_, let witness, _, .whole, writer.epoch) = read.event,
                witness == UInt64(picture.number)
            else {
                throw OwnPeer.Failure.wrong(
                    "the editor misread picture \(picture.number), which it found without a ring")
            }
            // It said so after its exchange, and there is nothing new that it could take.
            guard shared.readersSlot == picture.slot else {
                throw OwnPeer.Failure.wrong(
                    "the region does not say that the reader has slot \(picture.slot)")
            }
        }
    }

    /// Plays a runtime that answers what the editor's first round asks, until it is asked to end.
    private func answerUntilShutdown(_ peer: OwnPeer) throws {
        var entities: UInt64 = 0
        while let request = try peer.next() {
            func reply(_ kind: OwnFrame.Kind, _ body: [UInt8]) throws {
                try peer.send(OwnFrame(kind: kind, number: request.number, body: body).bytes)
            }
            switch request.kind {
            case .echo: try reply(.echoReply, request.body)
            case .spawnEntity:
                entities += 1
                try reply(.entityCreated, OwnFrame.little(entities, 8))
            case .modifyComponent:
                let entity = OwnFrame.number(request.body, 0, 8)
                let isKnown = entity > 0 && entity <= entities
                try reply(.modifyAck, [isKnown ? 1 : 0] + [UInt8](repeating: 0, count: 7))
            case .heartbeat:
                try reply(
                    .heartbeatAck, request.body + OwnFrame.little(MonotonicClock.now() / 1000, 8))
            case .shutdown: return try reply(.shutdownAck, [0])
            default: throw OwnPeer.Failure.wrong("a \(request.kind) came from an editor")
            }
        }
    }
}
