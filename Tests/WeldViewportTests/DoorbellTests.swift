import Synchronization
import Testing
import WeldPlatform

@testable import WeldViewport

@Suite("The doorbell of a region")
struct DoorbellTests {
    /// Far enough that only a wake which never comes lets it pass.
    private static var far: Deadline { .after(.seconds(60)) }

    @Test(
        "every publication wakes the reader that waits for it", arguments: ViewportProtocol.allCases
    )
    func wakes(version: ViewportProtocol) throws {
        let region = try newRegion(version, small)
        let writer = try ViewportWriter(try attached(to: region))
        let asked = Turn()
        let thread = try OSThread.start(named: "writer") {
            var writer = writer
            for turn in UInt64(1)...100 {
                while asked.count < turn {}
                _ = try? publishNext(&writer)
            }
        }
        var reader = ViewportReader(region)
        for id in UInt64(1)...100 {
            #expect(reader.acquire() == nil)
            asked.next()
            let deadline = Self.far
            var record: FrameRecord?
            while record == nil, !deadline.hasPassed {
                reader.awaitPicture(until: deadline)
                record = reader.acquire()
            }
            #expect(record?.id == id)
        }
        thread.join()
    }

    @Test("the writer of another process rings here")
    func otherProcess() throws {
        let region = try newRegion(.threeSlot, small)
        let own = try ProcessEnvironment.executablePath()
        let folder = own.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        var child = try ChildProcess.spawn(
            path: folder.joined(separator: "/") + "/viewport-stress", arguments: ["--writer"],
            inheriting: [InheritedDescriptor(region.descriptor, as: 3)])
        let deadline = Self.far
        var waking: SharedWordBell.Waking?
        // The word changes all the time: now and then a wait begins before the next change.
        while waking != .rung, !deadline.hasPassed {
            waking = region.awaitBell(while: region.bellWord, until: deadline)
        }
        #expect(waking == .rung)
        try child.kill(Signals.kill)
        _ = try child.wait(until: .after(.seconds(10)))
    }

    @Test("whoever rings ends the wait, picture or not")
    func rung() throws {
        let region = try newRegion(.threeSlot, small)
        let ringer = try Peer(region) { $0.ring() }
        var reader = ViewportReader(region)
        let deadline = Self.far
        reader.awaitPicture(until: deadline)
        #expect(!deadline.hasPassed)
        #expect(reader.acquire() == nil)
        ringer.end()
    }

    @Test("where nobody rings the deadline passes, and nothing was looked at in vain")
    func silence() throws {
        let region = try newRegion(.threeSlot, small)
        var reader = ViewportReader(region)
        let deadline = Deadline.after(.milliseconds(20))
        reader.awaitPicture(until: deadline)
        #expect(deadline.hasPassed)
        #expect(reader.futileWakes == 0)
    }

    @Test("a peer without a bell is seen when its word is looked at")
    func silentPeer() throws {
        let region = try newRegion(.twoSlot, small)
        var reader = ViewportReader(region)
        region.store32(1, at: TwoSlot.lastComplete)
        _ = region.increment64(TwoSlot.frameID)
        reader.awaitPicture(until: .never)
        #expect(reader.acquire()?.id == 1)
    }

    /// What a peer can do to the word and the bell, without a pause.
    enum Storm: CaseIterable {
        case rings
        case noSlot
        case readersSlot
        case oldPictures
        case newPictures
        case flipping

        func blow(_ region: ViewportRegion, _ turn: UInt32) {
            let word: UInt32? =
                switch self {
                case .rings: nil
                case .noSlot: turn << 3 | 7
                case .readersSlot: turn << 3 | 4 | (region.readerSlot.settled ?? 0)
                case .oldPictures: turn << 3 | 1
                case .newPictures: turn << 3 | 4 | ((region.readerSlot.settled ?? 0) + 1) % 3
                case .flipping: turn % 2 == 0 ? turn << 3 | 7 : turn << 3
                }
            if let word { region.store32(word, at: ThreeSlot.mailbox) }
            region.ring()
        }
    }

    @Test(
        "a storm costs a look a millisecond, also of a reader whose slot is lent",
        arguments: Storm.allCases, [false, true])
    func storm(_ storm: Storm, isLent: Bool) throws {
        let region = try newRegion(.threeSlot, small)
        var writer = try ViewportWriter(region)
        var reader = ViewportReader(region)
        try publishNext(&writer)
        _ = reader.acquire()
        let lease = isLent ? reader.lendCurrent() : nil
        let turn = Turn()
        let peer = try Peer(region) { storm.blow($0, UInt32(truncatingIfNeeded: turn.next())) }
        let start = MonotonicClock.now()
        let deadline = Self.far
        var taken: UInt64 = 0
        while reader.futileWakes + taken < 30, !deadline.hasPassed {
            reader.awaitPicture(until: deadline)
            if reader.acquire() != nil { taken += 1 }
        }
        let milliseconds = (MonotonicClock.now() - start) / 1_000_000
        peer.end()
        #expect(!deadline.hasPassed)
        #expect(reader.futileWakes <= milliseconds + 1)
        if isLent || storm != .newPictures { #expect(taken == 0) }
        lease?.giveBack()
    }

    @Test("a picture that was told and not taken is not told again; the next one is")
    func toldOnce() throws {
        let region = try newRegion(.threeSlot, small)
        var writer = try ViewportWriter(region)
        var waiting = ViewportReader(region)
        var taking = ViewportReader(region)
        for id in UInt64(1)...3 {
            try publishNext(&writer)
            waiting.awaitPicture(until: .never)
            let deadline = Deadline.after(.milliseconds(5))
            waiting.awaitPicture(until: deadline)
            #expect(deadline.hasPassed)
            // Also to a copy that only waits, whatever slot is the reader's by now.
            if id > 1 { #expect(taking.acquire()?.id == id) }
        }
    }
}

/// Counts on one thread what another waits for.
private final class Turn: Sendable {
    private let value = Atomic<UInt64>(0)
    var count: UInt64 { value.load(ordering: .acquiring) }
    @discardableResult
    func next() -> UInt64 { value.wrappingAdd(1, ordering: .releasing).newValue }
}

/// Another thread at a second mapping of the region, that does something over and over.
private struct Peer: ~Copyable {
    private let isOver: Turn
    private let thread: OSThread

    init(
        _ region: ViewportRegion, _ act: @escaping @Sendable (ViewportRegion) -> Void
    ) throws {
        let isOver = Turn()
        self.isOver = isOver
        let region = region
        thread = try OSThread.start(named: "peer") {
            while isOver.count == 0 { act(region) }
        }
    }

    consuming func end() {
        isOver.next()
        thread.join()
    }
}
