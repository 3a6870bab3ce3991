internal import GateHost
internal import GateKit
internal import WeldContract

internal import enum GateHost.Ledger

/// The handles lab once more, with the judge as the sender: its own objects, frames and facts, and
/// the real runtime (credibility.md#independence).
///
/// What the editor says of its own lab is compared with nobody; here every fact is the judge's.
final class OwnLab {
    private let plan: AttemptPlan
    private let recorder: Recorder
    private let events: EventReader
    private let listener: OwnedDescriptor
    private let path: String
    private var process: SubjectProcess
    private var peer: OwnPeer?
    private var random: SeededGenerator
    private var number: UInt32 = 0

    /// How long what was sent may stay open in the runtime.
    private static let patience: Duration = .seconds(1)

    /// Starts a runtime that connects again after an error.
    init(_ plan: AttemptPlan, recorder: Recorder) throws {
        self.plan = plan
        self.recorder = recorder
        random = SeededGenerator(seed: plan.seed)
        let events = try EventReader(recorder: recorder)
        self.events = events
        let path = "\(plan.scratchDirectory)/weld-\(ProcessEnvironment.pid)-own.sock"
        self.path = path
        listener = try StreamSocket.listen(at: path)
        process = try SubjectProcess(
            .runtime, plan: plan,
            arguments: [
                "--socket", path, "--editor-pid", String(ProcessEnvironment.pid),
                "--handles-lab", "--reconnect",
            ], events: events, recorder: recorder)
    }

    deinit { try? RegularFile.remove(path) }

    /// Passes and refuses, and ends the runtime.
    func run() throws {
        defer { events.clock.record(to: recorder) }
        events.confirmSabotage(plan, recorder: recorder)
        do {
            try perform()
            try leave()
            return try process.expectCleanExit(within: .seconds(5))
        } catch OwnPeer.Failure.late(let start) {
            recorder.violation(
                .hang, "the runtime did not answer the judge's own lab", span: .since(start))
        } catch OwnPeer.Failure.wrong(let text) {
            recorder.violation(.misbehaviour, "the judge's own lab: \(text)")
        }
        process.signal(Signals.kill)
        _ = try process.wait(until: .after(.seconds(5)))
        events.drain()
    }

    private func perform() throws {
        try admit()
        let before = EditorRoles(of: process.pid)
        recorder.inheritance(
            of: process.pid, DescriptorMetric.inherited, events: events)
        for kind in LabKind.allCases { try pass([[kind]]) }
        let mixture = (0..<60).map { LabKind.allCases[$0 % LabKind.allCases.count] }
        try pass([mixture])
        try pass([[LabKind](repeating: .pipe, count: 253)])
        // Two frames that the runtime may well read at once, and one whose rest comes later.
        try pass([[.pipe, .memfd], [.regular, .socket, .pipe]])
        try pass([[.pipe, .eventfd]], inPieces: true)
        // A stopped runtime reads all three at once: the descriptors are the last one's.
        try pass([[], [], [.pipe, .memfd, .regular]], whileStopped: true)
        try passUnwilling()
        for hostile in Hostile.allCases { try refuse(hostile) }
        recordGained(since: before)
    }

    // MARK: - The connection

    /// Takes the runtime's next connection and greets it.
    private func admit() throws {
        let start = MonotonicClock.now()
        peer = nil
        guard let socket = try PassingSocket.accept(from: listener, until: .after(.seconds(5)))
        else { throw OwnPeer.Failure.late(since: start) }
        let peer = OwnPeer(socket)
        guard let hello = try peer.next() else { throw OwnPeer.Failure.wrong("no Hello came") }
        if let fault = hello.faultOfHello { throw OwnPeer.Failure.wrong(fault) }
        events.drain()
        events.clock.expect(.ack, from: .runtime, notBefore: MonotonicClock.now())
        try peer.send(OwnFrame.consent(to: hello.number).bytes)
        self.peer = peer
    }

    private func connected() throws -> OwnPeer {
        guard let peer else { throw OwnPeer.Failure.wrong("there is no connection") }
        return peer
    }

    private func leave() throws {
        let peer = try connected()
        try peer.send(OwnFrame(kind: .shutdown, number: 7, body: [0]).bytes)
        try peer.expect(OwnFrame(kind: .shutdownAck, number: 7, body: [0]))
        try peer.expectEnd()
    }

    // MARK: - What must arrive

    /// Sends objects with one Echo a list, all before the first reply is read, and looks at what
    /// came of each.
    private func pass(
        _ kinds: [[LabKind]], inPieces: Bool = false, whileStopped: Bool = false
    ) throws {
        let peer = try connected()
        if whileStopped { stop() }
        var sent: [(frame: OwnFrame, objects: [OwnObject])] = []
        for list in kinds {
            let (frame, objects) = (echo(), try make(list))
            let first = inPieces ? 10 : frame.bytes.count
            try peer.send(
                Array(frame.bytes[..<first]), descriptors: objects.compactMap(\.sentDescriptor))
            if inPieces { try peer.send(Array(frame.bytes[first...])) }
            for object in objects { object.closeSent() }
            sent.append((frame, objects))
        }
        if whileStopped { process.signal(Signals.continue) }
        for (frame, _) in sent {
            try peer.expect(OwnFrame(kind: .echoReply, number: frame.number, body: frame.body))
        }
        // They were reported before they were answered.
        events.drain()
        for (frame, objects) in sent { try judge(objects, of: frame) }
        try recordEnds(of: sent.flatMap(\.objects), DescriptorMetric.liveness)
        recordKept(sent.flatMap(\.objects))
    }

    /// Stops the runtime; one that does not stop in time only reads in more than one piece.
    private func stop() {
        process.signal(Signals.stop)
        let deadline = Deadline.after(.seconds(1))
        while !Ledger.isStopped(process.pid), !deadline.hasPassed { Pause.wait(.milliseconds(1)) }
    }

    /// Sends what takes nothing, or is nobody's to write into: the Echo is answered all the same, and
    /// everything is as it was.
    private func passUnwilling() throws {
        let peer = try connected()
        let frame = echo()
        var objects: [UnwillingObject] = []
        for kind in UnwillingObject.Kind.allCases {
            do {
                objects.append(try UnwillingObject(kind, folder: plan.scratchDirectory))
            } catch {
                // A machine without terminals of its own has devices all the same.
                guard kind == .terminal else { throw error }
                recorder.fact("terminal of the judge's own lab", "none: \(error)")
            }
        }
        try peer.send(frame.bytes, descriptors: objects.compactMap(\.sentDescriptor))
        for object in objects { object.closeSent() }
        try peer.expect(OwnFrame(kind: .echoReply, number: frame.number, body: frame.body))
        events.drain()
        let arrived = arrivals(with: frame)
        for (index, object) in objects.enumerated() {
            let handle = arrived[index]
            recorder.trial(DescriptorMetric.arrived, holds: handle != nil)
            recorder.trial(DescriptorMetric.order, holds: handle?.object == object.identity)
            let isLeftAlone = try object.isAsItWas() && handle?.written == 0
            recorder.trial(DescriptorMetric.bytes, holds: isLeftAlone)
            if !isLeftAlone {
                recorder.fact(
                    "written into a \(object.kind.rawValue)",
                    "\(handle?.written ?? 0) bytes by the runtime's word")
            }
        }
        let start = MonotonicClock.now()
        let deadline = Deadline.after(Self.patience)
        for object in objects {
            guard let hasEnded = try object.reportsEnd(by: deadline) else { continue }
            recorder.trial(
                DescriptorMetric.liveness, holds: hasEnded, span: hasEnded ? nil : .since(start))
        }
    }

    /// What the runtime says that came with a frame, by its place.
    private func arrivals(with frame: OwnFrame) -> [Int: ReceivedHandle] {
        var arrived: [Int: ReceivedHandle] = [:]
        for record in events.events where record.pid == process.pid {
            guard let handle = ReceivedHandle(record), handle.sequence == frame.number else {
                continue
            }
            arrived[handle.index] = handle
        }
        return arrived
    }

    /// Records what a frame's descriptors came to.
    private func judge(_ objects: [OwnObject], of frame: OwnFrame) throws {
        let arrived = arrivals(with: frame)
        var isInOrder = arrived.count == objects.count
        for (index, object) in objects.enumerated() {
            let handle = arrived[index]
            recorder.trial(DescriptorMetric.arrived, holds: handle != nil)
            guard let handle else { continue }
            isInOrder =
                isInOrder && handle.object == object.identity
                && handle.kind == object.facts.kind.rawValue
            recorder.trial(DescriptorMetric.closeOnExec, holds: handle.closesOnExec)
            let isWhole = try object.holds(frame.body) && handle.written == object.capacity
            recorder.trial(DescriptorMetric.bytes, holds: isWhole)
            recorder.trial(DescriptorMetric.untouched, holds: try object.isUntouched())
        }
        recorder.trial(DescriptorMetric.order, holds: isInOrder)
    }

    // MARK: - What must be refused

    /// Sends pipes with what breaks the protocol; the connection must end with the documented error,
    /// and nothing of it stay open.
    private func refuse(_ hostile: Hostile) throws {
        let known = events.events.count
        let objects = try make([.pipe, .memfd, .pipe, .socket])
        try connected().send(
            hostile.bytes(of: echo()), descriptors: objects.compactMap(\.sentDescriptor))
        for object in objects { object.closeSent() }
        // The end in one direction alone: a socket that is closed with something unread in it resets
        // the connection, and the runtime had no frame that is cut.
        if hostile.endsItself { try connected().endSending() }
        try connected().expectEnd()
        let start = MonotonicClock.now()
        let error = events.wait(until: .after(.seconds(5)), after: known, named: .wireError)
        guard case .wireError(let name, _)? = error?.event else {
            throw OwnPeer.Failure.late(since: start)
        }
        recorder.trial(DescriptorMetric.errorNamed, holds: name == hostile.error)
        if name != hostile.error {
            recorder.fact("error of \(hostile)", "\(name) for \(hostile.error)")
        }
        try recordEnds(of: objects, DescriptorMetric.closedOnError)
        recordKept(objects)
        try admit()
    }

    // MARK: - The evidence

    /// Records whether the other end of everything that has one is gone everywhere.
    private func recordEnds(of objects: [OwnObject], _ metric: String) throws {
        let start = MonotonicClock.now()
        let deadline = Deadline.after(Self.patience)
        for object in objects {
            guard let hasEnded = try object.reportsEnd(by: deadline) else { continue }
            recorder.trial(metric, holds: hasEnded, span: hasEnded ? nil : .since(start))
        }
    }

    /// Records whether anything that was sent is still open in the runtime, by looking into it.
    private func recordKept(_ objects: [OwnObject]) {
        let start = MonotonicClock.now()
        let deadline = Deadline.after(Self.patience)
        // An eventfd has no identity of its own.
        let sent = Set(objects.filter { $0.kind != .eventfd }.map(\.identity))
        func kept() -> Bool {
            (Ledger.descriptors(of: process.pid) ?? []).contains {
                sent.contains(ObjectIdentity(device: $0.device, inode: $0.inode))
            }
        }
        var isKept = kept()
        while isKept, !deadline.hasPassed {
            Pause.wait(.milliseconds(10))
            isKept = kept()
        }
        recorder.trial(
            DescriptorMetric.identity, holds: !isKept, span: isKept ? .since(start) : nil)
    }

    /// Records whether the runtime holds what it held on its first connection: what has no identity
    /// is counted here.
    private func recordGained(since before: EditorRoles?) {
        let start = MonotonicClock.now()
        guard let before,
            let difference = EditorRoles.settledDifference(of: process.pid, since: before)
        else {
            return recorder.violation(.misbehaviour, "the runtime of the judge's own lab is gone")
        }
        recorder.trial(
            DescriptorMetric.identity, holds: difference.isEmpty,
            span: difference.isEmpty ? nil : .since(start))
        if !difference.isEmpty { recorder.fact("gained by the runtime", difference.sentence) }
    }

    private func make(_ kinds: [LabKind]) throws -> [OwnObject] {
        try kinds.enumerated().map { index, kind in
            try OwnObject(kind, path: "\(plan.scratchDirectory)/own-\(number)-\(index).data")
        }
    }

    private func echo() -> OwnFrame {
        number += 1
        var body = (0..<8).flatMap { _ in OwnFrame.little(random.next(), 8) }
        // An eventfd refuses the largest number.
        body[7] = 1
        return OwnFrame(kind: .echo, number: number, body: body)
    }
}
