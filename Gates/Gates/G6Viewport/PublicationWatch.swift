internal import GateHost
internal import GateKit
internal import Synchronization

internal import enum GateHost.Ledger

/// Looks at pictures at the very moment at which they are published (gates.md#publication).
///
/// What a writer does right after the exchange that publishes a picture, and should have done before,
/// no reader is quick enough to see. So the writer is stopped by the processor right after its
/// exchange, and what it has published must be complete by then.
struct PublicationWatch {
    /// Of every picture that was looked at, whether something of it is wrong.
    private(set) var samples: [Bool] = []
    /// What was wrong, in words.
    private(set) var faults: [String] = []
    /// Why nothing was looked at; nil where something was.
    private(set) var obstacle: String?
    private var last: UInt64 = 0

    /// How many pictures are enough.
    private static let enough = 12
    private static let patience: Duration = .seconds(2)

    /// Watches a runtime that publishes into its editor's region, on a thread of its own.
    ///
    /// - Parameter size: The size of its pictures.
    static func watch(
        editor: Int32, runtime: Int32, pictures size: WindowSize
    ) -> PublicationWatch {
        let seen = Mutex(PublicationWatch())
        do throws(SystemError) {
            try OSThread.start(named: "publications") {
                let found = PublicationWatch.look(editor, runtime, size)
                seen.withLock { $0 = found }
            }.join()
        } catch {
            seen.withLock { $0.obstacle = "\(error)" }
        }
        return seen.withLock { $0 }
    }

    private static func look(
        _ editor: Int32, _ runtime: Int32, _ size: WindowSize
    ) -> PublicationWatch {
        var watch = PublicationWatch()
        do throws(SystemError) {
            guard let entry = RegionView.object(of: editor),
                let mapped = Ledger.mappings(of: runtime)?.first(where: {
                    $0.inode == entry.inode && $0.isShared
                })
            else {
                watch.obstacle = "the runtime maps no region of the editor's"
                return watch
            }
            let region = try SharedRegion(
                try MemoryObject.opening(entry.number, of: editor), pictures: size)
            try WriteWatch.follow(
                runtime, address: mapped.start + SharedRegion.mailbox, until: .after(patience)
            ) {
                if let look = region.lookAtMailbox() { watch.note(look) }
                return watch.samples.count < enough
            }
        } catch {
            watch.obstacle = "\(error)"
        }
        return watch
    }

    /// Takes what lay in the mailbox when its writer had just put it there.
    mutating func note(_ look: SharedRegion.Look) {
        var found = RegionWitness.faults(look)
        if look.record.frame <= last { found.append("is no newer than the one before") }
        last = look.record.frame
        samples.append(!found.isEmpty)
        faults += found.map { "picture \(look.record.frame), just published, \($0)" }
    }

    /// Records what was seen.
    func record(_ recorder: Recorder) {
        recorder.samples(ViewportMetric.region, samples.map { $0 ? 1 : 0 }, unit: .count)
        recorder.fact(
            "publications",
            obstacle.map { "not looked at: \($0)" }
                ?? "\(samples.count) looked at as they were made")
        for fault in faults.prefix(3) { recorder.fact("publications", fault) }
    }
}
