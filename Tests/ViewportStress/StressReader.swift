import WeldPlatform
import WeldViewport

/// Reads and judges every picture that it gets, and plays the adversary.
struct StressReader: ~Copyable {
    private var reader: ViewportReader
    private var picture: PictureBuffer
    private var writer: WriterHandle
    private let device: StressDevice?
    private let region: ViewportRegion
    private let settings: StressSettings
    private var tally = StressTally()
    private var lastID: UInt64 = 0
    private var deeds: UInt64 = 0

    /// Nothing new for so long means that the writer is dead.
    private static let patience: UInt64 = 5_000_000_000
    /// Of a longer time between two looks the host had taken the rest.
    private static let longestLook: UInt64 = 100_000_000

    init(
        _ region: ViewportRegion, _ settings: StressSettings, writer: consuming WriterHandle
    ) throws {
        self.region = region
        self.settings = settings
        self.writer = writer
        reader = ViewportReader(region)
        picture = PictureBuffer(size: region.layout.size)
        device = settings.hasDevice ? try StressDevice(region.layout.size) : nil
    }

    /// Reads the frames that were asked for.
    mutating func run() throws -> StressTally {
        let thread = try device?.start()
        try readAll()
        device?.end()
        if let thread { thread.join() }
        if let device { tally.device = device.findings }
        return tally
    }

    private mutating func readAll() throws {
        let start = MonotonicClock.now()
        var lastLook = start
        var silence: UInt64 = 0
        var looks: UInt64 = 0
        while tally.read < settings.frames {
            guard let record = reader.acquire() else {
                try writer.look()
                let now = MonotonicClock.now()
                silence += min(now - lastLook, Self.longestLook)
                lastLook = now
                if silence > Self.patience {
                    tally.starvation =
                        "\(reader.isLent ? "a slot in flight" : "no slot in flight"), "
                        + "writer \(try writer.status())"
                    break
                }
                // On a single core nobody else would ever get a turn.
                looks += 1
                if looks % 64 == 0, reader.isLent {
                    device?.awaitFence()
                } else if looks % 16_384 == 0 {
                    reader.awaitPicture(until: .after(.milliseconds(1)))
                }
                continue
            }
            lastLook = MonotonicClock.now()
            silence = 0
            tally.read += 1
            let isDue = settings.adversaryEvery > 0 && tally.read % settings.adversaryEvery == 0
            copy(stalling: isDue && deeds % 2 == 0)
            judge(record)
            lend(record, while: isDue)
            if isDue { try act() }
            try writer.look()
        }
        try writer.end()
        tally.nanoseconds = MonotonicClock.now() - start
        tally.written = lastID
        tally.refused = reader.refusedWords
    }

    /// Lends the picture to the device, each third twice; while the adversary acts it is in flight.
    private mutating func lend(_ record: FrameRecord, while isDue: Bool) {
        guard let device else { return }
        let isSlow = record.id % 61 == 0
        device.read(
            &reader, record,
            pausing: isDue
                ? StressSettings.stopNanoseconds : isSlow ? record.id % 7 * 100_000 : 0)
        if record.id % 3 == 0 { device.read(&reader, record, pausing: 0) }
    }

    private mutating func copy(stalling isStalled: Bool) {
        let rows = region.layout.size.height
        let reader = reader
        picture.withBytes { bytes in
            reader.copyCurrent(rows: 0..<rows / 2, to: &bytes)
            if isStalled { pause(StressSettings.stopNanoseconds) }
            reader.copyCurrent(rows: rows / 2..<rows, to: &bytes)
        }
        if isStalled { tally.readerStalls += 1 }
    }

    private mutating func judge(_ record: FrameRecord) {
        let reading = Witness.read(picture)
        if reading.isTorn { tally.torn += 1 }
        if reading.unreadableRows > 0 { tally.unreadable += 1 }
        if reading.frame != UInt32(truncatingIfNeeded: record.id) { tally.mislabelled += 1 }
        if record.id == lastID { tally.twice += 1 }
        if record.id < lastID { tally.backwards += 1 }
        // Where it lies, too: as a GPU would, and by loads that the thread sanitizer sees, which the
        // system's copy may not be.
        let size = region.layout.size
        let inPlace = reader.withCurrent {
            Witness.read($0, size: size, pitch: size.pitch)
        }
        if inPlace.isFaulty { tally.faultyInPlace += 1 }
        if let checksum = record.checksum, checksum != reader.checksumOfCurrent() {
            tally.wrongChecksums += 1
        }
        lastID = record.id
    }

    /// The reader was stalled the even times; now it is the writer's turn.
    private mutating func act() throws {
        deeds += 1
        guard deeds % 2 == 0 else { return }
        if deeds % 20 == 0 {
            try writer.replace()
            tally.deaths += 1
        } else {
            try writer.stop()
            tally.writerStops += 1
        }
    }
}
