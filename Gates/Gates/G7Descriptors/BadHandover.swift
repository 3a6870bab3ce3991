internal import GateHost
internal import GateKit
internal import WeldContract

/// Regions that a runtime must refuse with 13, handed over by the judge in frames of its own
/// (wire-protocol.md#messages): each is right in everything but one thing.
struct BadHandover {
    private let plan: AttemptPlan
    private let recorder: Recorder

    init(_ plan: AttemptPlan, recorder: Recorder) {
        self.plan = plan
        self.recorder = recorder
    }

    /// What is wrong with a hand-over.
    enum Fault: String, CaseIterable {
        case unsealed
        case mayShrink = "may shrink"
        case mayGrow = "may grow"
        case announcedSmaller = "announced smaller"
        case announcedLarger = "announced larger"
        case memoryLarger = "larger than announced"
        case headerSmaller = "larger than its header"
        case noMemory = "no memory"
        case unknownName = "unknown name"
        case twice
        case empty = "nothing in it"
        case otherPictures = "pictures of another size than asked for"

        /// Bytes of its memory behind the region.
        var excess: Int { self == .memoryLarger || self == .headerSmaller ? 4096 : 0 }

        /// What nobody may do to its memory.
        var seals: MemoryObject.Seals {
            switch self {
            case .unsealed: []
            case .mayShrink: [.growing, .sealing]
            case .mayGrow: [.shrinking, .sealing]
            default: .all
            }
        }

        /// What its runtime is told besides.
        var arguments: [String] { self == .otherPictures ? ["--size", "640x360"] : [] }
    }

    /// Hands each over to a runtime of its own.
    func run() throws {
        for fault in Fault.allCases { try hand(over: fault) }
    }

    private func hand(over fault: Fault) throws {
        let events = try EventReader(recorder: recorder)
        defer { events.clock.record(to: recorder) }
        let editor = try OwnEditor(
            "bad-region", plan: plan, arguments: fault.arguments, events: events,
            recorder: recorder)
        events.confirmSabotage(plan, recorder: recorder)
        let region = try MadeRegion(
            sealedAgainst: fault.seals, excess: fault.excess, isEmpty: fault == .empty)
        let placed = try region.placedBytes()
        try recorder.judging(
            late: "the runtime did not answer a bad region (\(fault.rawValue))",
            wrong: "a bad region (\(fault.rawValue))"
        ) {
            let peer = try editor.greet()
            try send(region, fault, to: peer)
            // A runtime that takes it says so at once; one that does not ends.
            let sent = MonotonicClock.now()
            let answer = events.wait(until: .after(.seconds(5))) {
                $0.kind == .handover || $0.kind == .exiting
            }
            guard let answer else { throw OwnPeer.Failure.late(since: sent) }
            let status = answer.kind == .exiting ? try editor.wait() : .running
            // What is refused cost nothing (platform.md#checked-first).
            let gained = try region.placedBytes() - placed
            recorder.trial(
                DescriptorMetric.badRegion, holds: status == .exited(.region) && gained <= 0)
            if status != .exited(.region) {
                recorder.fact("bad region, \(fault.rawValue)", "\(answer.name), \(status)")
            } else if gained > 0 {
                recorder.fact(
                    "bad region, \(fault.rawValue)", "\(gained) bytes got their place")
            }
            withExtendedLifetime(peer) {}
        }
        try editor.kill()
        events.drain()
    }

    private func send(_ region: MadeRegion, _ fault: Fault, to peer: OwnPeer) throws {
        var descriptors = [region.descriptor]
        var name = "viewport"
        var size = region.size
        let pipe = try PipeEnds()
        switch fault {
        case .unsealed, .mayShrink, .mayGrow, .memoryLarger, .empty, .otherPictures: break
        case .headerSmaller: size += fault.excess
        case .announcedSmaller: size -= 4096
        case .announcedLarger: size += 4096
        case .noMemory: descriptors = [pipe.readEnd.rawValue]
        case .unknownName: name = "viewpor"
        case .twice: descriptors.append(region.descriptor)
        }
        let frame = OwnFrame.handoff(name, size: size, times: descriptors.count)
        try peer.send(frame.bytes, descriptors: descriptors)
    }
}
