internal import GateFuzz
internal import GateHost
internal import GateKit
internal import GateWire

internal import struct GateHost.LedgerDifference

/// What the stub holds after its warm-up, to be compared with what it holds at the end: taken in
/// the same state both times, inside of a connection that was just greeted.
///
/// The connections that it looks from are judged as all others are: a stub that is lost while it
/// is looked at is lost.
struct LeakWatch {
    private let roles: EditorRoles
    private let heap: UInt64?
    private let resident: UInt64?
    private let connections: UInt64

    /// Bytes a connection that an allocator's arenas move by, with threads that come and go; the
    /// least that is lost by accident is more.
    static let allowance: UInt64 = 24

    /// Connections whose memory is looked at: the most that the warm-up left is compared with the
    /// least at the end, so that what a thread still holds while it ends is no leak.
    static let looks = 5

    /// Looks at the stub; nil where it is lost, which the campaign has noted.
    init?(_ campaign: inout FuzzCampaign) {
        let subject = campaign.subject
        var roles: EditorRoles?
        var heaps: [UInt64] = []
        var residents: [UInt64] = []
        for _ in 0..<Self.looks {
            campaign.look { roles = EditorRoles(of: subject.pid) }
            guard campaign.isAlive else { return nil }
            if let memory = subject.events.memory {
                heaps.append(memory.heap)
                residents.append(memory.resident)
            }
        }
        guard let roles else {
            campaign.isBlind("what it holds could not be read")
            return nil
        }
        self.roles = roles
        heap = heaps.max()
        resident = residents.max()
        connections = subject.connections
    }

    /// Compares and records the differences; a stub that is lost meanwhile the campaign has noted.
    ///
    /// - Parameter middle: What the heap is compared with: what a stub gains once it has gained by
    ///   then, and what it loses with every connection it goes on losing.
    func compare(
        _ campaign: inout FuzzCampaign, heapSince middle: LeakWatch, _ recorder: Recorder
    ) {
        let subject = campaign.subject
        var difference: LedgerDifference?
        var wait: TimeSpan?
        var heaps: [UInt64] = []
        var residents: [UInt64] = []
        for _ in 0..<Self.looks {
            campaign.look {
                if difference?.isEmpty == true { return }
                // The first look is patient, and what is still there then has been waited for.
                let start = MonotonicClock.now()
                difference = EditorRoles.settledDifference(
                    of: subject.pid, since: roles,
                    within: wait == nil ? .seconds(1) : .zero)
                wait = wait ?? .since(start)
            }
            guard campaign.isAlive else { return }
            if let memory = subject.events.memory {
                heaps.append(memory.heap)
                residents.append(memory.resident)
            }
        }
        guard let difference else {
            return campaign.isBlind("what it holds at the end could not be read")
        }
        if !difference.isEmpty {
            recorder.fact("the \(subject.role.rawValue) after fuzz", difference.sentence)
        }
        for (metric, word) in [
            (FuzzMetric.descriptors, "descriptor"), (FuzzMetric.threads, "thread"),
            (FuzzMetric.mappings, "mapping"),
        ] {
            let gained = difference.appeared.count { $0.hasPrefix(word) }
            recorder.count(metric, gained, span: wait)
        }
        let moved = Self.allowance * (subject.connections - middle.connections)
        record(FuzzMetric.heap, middle.heap.map { $0.plus(moved) }, heaps.min(), recorder)
        record(FuzzMetric.resident, resident, residents.min(), recorder)
    }

    /// Connections in a row without more heap than ever before, after which the heap is at rest.
    static let calm = 40
    /// Connections within which it has to come to rest: a healthy one does after a few.
    static let patience = 240

    /// Looks on, connection after connection, until the heap has come to rest, and records whether it
    /// did: what is lost with every connection, be it a few bytes, never lets it.
    static func watchRest(_ campaign: inout FuzzCampaign, _ recorder: Recorder) {
        let subject = campaign.subject
        var rest = HeapRest()
        for _ in 0..<patience where campaign.isAlive && rest.calm < calm {
            var heap: UInt64?
            campaign.look { heap = subject.events.memory?.heap }
            if let heap { rest.note(heap) }
        }
        guard campaign.isAlive, rest.looks > 0 else { return }
        recorder.trial(FuzzMetric.restless, holds: rest.calm >= calm)
        recorder.fact(
            "heap of the \(subject.role.rawValue) at rest",
            rest.calm >= calm
                ? "after \(rest.looks - calm) connections"
                : "never within \(rest.looks) connections, \(rest.gained) bytes more by then")
    }

    private func record(
        _ metric: String, _ before: UInt64?, _ after: UInt64?, _ recorder: Recorder
    ) {
        guard let before, let after else { return }
        recorder.samples(metric, [Double(after > before ? after - before : 0)], unit: .bytes)
    }
}

/// Whether a heap has come to rest: nothing of what it holds is more than ever before.
struct HeapRest {
    /// How often it was looked at.
    private(set) var looks = 0
    /// How often in a row it was no larger than ever before.
    private(set) var calm = 0
    private var first: UInt64 = 0
    private var most: UInt64 = 0

    /// Bytes that it gained since the first look.
    var gained: UInt64 { most - first }

    /// Takes what it holds now, in bytes.
    mutating func note(_ heap: UInt64) {
        if looks == 0 { (first, most) = (heap, heap) }
        calm = heap > most ? 0 : calm + (looks == 0 ? 0 : 1)
        looks += 1
        most = max(most, heap)
    }
}
