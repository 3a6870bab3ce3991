internal import GateHost
internal import GateKit
internal import WeldContract

/// A runtime that gets a region with each of several connections: what it mapped and opened for one
/// is gone with the next (gates.md#rule-6).
struct RepeatedHandover {
    private let plan: AttemptPlan
    private let recorder: Recorder

    private static let connections = 6
    /// Every other region's: of such pictures no slot is a whole number of pages.
    private static let oddPictures = WindowSize(width: 1281, height: 719)

    init(_ plan: AttemptPlan, recorder: Recorder) {
        self.plan = plan
        self.recorder = recorder
    }

    /// Hands regions over, one a connection, and compares what the runtime holds in the second with
    /// what it holds in the last.
    func run() throws {
        let events = try EventReader(recorder: recorder)
        defer { events.clock.record(to: recorder) }
        let editor = try OwnEditor(
            "regions", plan: plan, arguments: ["--reconnect"], events: events, recorder: recorder)
        var early: EditorRoles?
        try recorder.judging(
            late: "the runtime did not take one region after the other",
            wrong: "one region after the other"
        ) {
            for index in 1...Self.connections {
                // Its end is the connection's.
                let peer = try editor.greet()
                let region = try MadeRegion(
                    index.isMultiple(of: 2) ? .standard : Self.oddPictures, sealedAgainst: .all)
                try hand(over: region, to: peer, inPieces: index.isMultiple(of: 2))
                try awaitPicture(index, events)
                if index == 2 { early = EditorRoles(of: editor.pid) }
                guard index == Self.connections else {
                    withExtendedLifetime(peer) {}
                    continue
                }
                compare(early, editor.pid)
                try refuseAnother(region, peer)
            }
        }
        try editor.kill()
        events.drain()
    }

    /// Sends the region; in pieces its first byte, with the descriptor, comes behind another frame.
    ///
    /// The descriptor belongs to the frame of the last byte that it came with
    /// (platform.md#descriptors).
    private func hand(over region: MadeRegion, to peer: OwnPeer, inPieces: Bool) throws {
        let frame = OwnFrame.handoff("viewport", size: region.size, times: 1)
        guard inPieces else {
            return try peer.send(frame.bytes, descriptors: [region.descriptor])
        }
        let echo = OwnFrame(kind: .echo, number: 3, body: [UInt8](repeating: 5, count: 64))
        try peer.send(echo.bytes + frame.bytes.prefix(1), descriptors: [region.descriptor])
        try peer.expect(OwnFrame(kind: .echoReply, number: 3, body: echo.body))
        try peer.send(Array(frame.bytes.dropFirst()))
    }

    /// A runtime that draws has mapped the region.
    private func awaitPicture(_ index: Int, _ events: EventReader) throws {
        let start = MonotonicClock.now()
        var regions = 0
        let picture = events.wait(until: .after(OwnEditor.patience)) { event in
            if event.kind == .handover { regions += 1 }
            return regions == index && event.kind == .framePublished
        }
        if picture == nil { throw OwnPeer.Failure.late(since: start) }
    }

    /// A second region on one connection ends it (wire-protocol.md#messages).
    private func refuseAnother(_ region: MadeRegion, _ peer: OwnPeer) throws {
        try peer.send(
            OwnFrame.handoff("viewport", size: region.size, times: 1).bytes,
            descriptors: [region.descriptor])
        try peer.expectEnd()
    }

    private func compare(_ early: EditorRoles?, _ pid: Int32) {
        guard let early, let difference = EditorRoles.settledDifference(of: pid, since: early)
        else {
            return recorder.violation(
                .crash, "the runtime was gone when what it holds of its regions was compared")
        }
        guard !difference.appeared.isEmpty else { return }
        recorder.violation(
            .leak, "the runtime keeps of earlier regions: \(difference.sentence)")
    }
}
