internal import FrameWitness
internal import GateHost
internal import GateKit
internal import WeldContract

internal import enum GateHost.Ledger

/// The first witness, by the judge itself: maps the region that the editor handed over, and reads
/// pictures in it with the judge's own decoder (viewport.md#three-witnesses).
final class RegionWitness {
    /// Of every picture that was looked at, whether something of it is wrong.
    private(set) var samples: [Bool] = []
    /// What was wrong, in words.
    private(set) var faults: [String] = []
    /// Pictures that were looked at, those that nobody exchanged meanwhile.
    var lookCount: Int { looks.count }
    /// Why nothing could be looked at; nil where something could, or nobody tried.
    private(set) var obstacle: String?

    private let editor: Int32
    private let pictures: WindowSize
    private var region: SharedRegion?
    private var looks: [SharedRegion.Record] = []
    private var published: [SharedRegion.Record] = []
    private var reads = 0
    /// Looks at the three words, and those at which they did not give each slot to another.
    private var (glances, restless) = (0, 0)

    /// Of so many pictures that the editor reads one is looked at: looking costs the time of reading
    /// a picture, which the subjects must not miss.
    private static let readsALook = 6
    /// So many glances are asked for, and of so many of them one may find a slot given to two.
    ///
    /// A glance falls between an exchange and its mirror once in thousands. A mirror that is never
    /// written is right by chance at every second glance at most, for nobody keeps a slot through an
    /// exchange.
    private static let (fewestGlances, glancesARestless) = (10, 4)

    /// Creates the witness of one editor's region.
    init(_ editor: Int32, pictures: WindowSize) {
        self.editor = editor
        self.pictures = pictures
    }

    /// Takes an event as it arrives.
    func take(_ record: EventRecord) {
        switch (record.role, record.event) {
        case (.editor, .handover(_, let size, let device, let inode)) where record.pid == editor:
            attach(size, device, inode)
        case (.editor, .window(.framePresented)) where record.pid == editor: count()
        case (.editor, .frameRead) where record.pid == editor && isHeadless: count()
        case (.runtime, .framePublished(let id, let done, let epoch)):
            published.append(.init(frame: id, completed: done, epoch: epoch))
        default: break
        }
    }

    /// Whether nothing is presented, so that what is read is looked at.
    var isHeadless = false

    private func count() {
        reads += 1
        if reads % Self.readsALook == 0 { look() } else { glance() }
    }

    /// Looks at the three words alone, which costs nothing.
    private func glance() {
        guard let region, region.isWhole else { return }
        glances += 1
        if region.readersSlot == nil { restless += 1 }
    }

    /// Wakes the reader although there is nothing new.
    func ringInVain() { region?.ringInVain() }

    /// Looks at the reader's picture now; one that is exchanged meanwhile is none.
    func look() {
        glance()
        guard let region, let look = region.look(comparesPixels: true) else { return }
        looks.append(look.record)
        note(Self.faults(look).map { "picture \(look.record.frame) \($0)" })
    }

    /// What is wrong with a picture, in words.
    static func faults(_ look: SharedRegion.Look) -> [String] {
        var faults: [String] = []
        let frame = UInt32(truncatingIfNeeded: look.record.frame)
        if look.record.epoch != 1 {
            faults.append("is of writer \(look.record.epoch), where there was only one")
        }
        if look.reading.isTorn {
            faults.append(
                "is torn: \(look.reading.foreignRows) rows are another's, "
                    + "\(look.reading.unreadableRows) nobody's")
        } else if look.reading.frame != frame {
            let found = look.reading.frame.map { "picture \($0)" } ?? "no picture"
            faults.append("is \(found) by its rows")
        }
        if let pattern = look.pattern, pattern.wrongPixels > 0 {
            faults.append("has \(pattern.wrongPixels) wrong pixels in \(pattern.rows) rows")
        }
        return faults
    }

    /// Compares what stood beside the pictures with what the runtime said of them, once all of its
    /// events are here.
    private func finish() {
        let newest = published.last?.frame ?? 0
        let known = Set(published)
        if glances >= Self.fewestGlances, restless * Self.glancesARestless >= glances {
            note(["the three words give a slot to two: \(restless) of \(glances) times"])
        }
        // A runtime that was ended between publishing and saying so said nothing of its last.
        for record in looks where record.frame < newest && !known.contains(record) {
            note([
                "picture \(record.frame) was complete at \(record.completed) by the region, and "
                    + "never so by the runtime's events"
            ])
        }
    }

    /// Records what was seen.
    func record(_ part: String, _ recorder: Recorder) {
        finish()
        if let obstacle { recorder.fact("region, \(part)", "not looked at: \(obstacle)") }
        recorder.samples(ViewportMetric.region, samples.map { $0 ? 1 : 0 }, unit: .count)
        for fault in faults.prefix(3) { recorder.fact("region, \(part)", fault) }
    }

    private func note(_ faults: [String]) {
        samples.append(!faults.isEmpty)
        self.faults += faults
    }

    private func attach(_ size: Int, _ device: UInt64, _ inode: UInt64) {
        guard region == nil else { return }
        guard let descriptors = Ledger.descriptors(of: editor) else {
            obstacle = "the editor's descriptors cannot be read"
            return
        }
        guard
            let entry = descriptors.first(where: { $0.inode == inode && $0.device == device })
        else {
            obstacle = "the editor holds no descriptor of the region that it handed over"
            return
        }
        do throws(SystemError) {
            let memory = try MemoryObject.opening(entry.number, of: editor)
            let region = try SharedRegion(memory, pictures: pictures)
            note(
                region.faults
                    + (region.size == size ? [] : ["the editor says that it has \(size) bytes"]))
            self.region = region
            obstacle = nil
        } catch {
            obstacle = "the region cannot be opened: \(error)"
        }
    }
}
