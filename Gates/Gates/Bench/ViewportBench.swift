internal import WeldPlatform
internal import WeldViewport

/// What the viewport's region costs, without window or GPU.
public struct ViewportCost: Codable, Sendable {
    /// Nanoseconds to publish a picture that is drawn, the clock's reading and the ring at a door
    /// where nobody waits included; a median.
    public let publishNanoseconds: Double
    /// Nanoseconds to take a new picture out; a median.
    public let acquireNanoseconds: Double
    /// Nanoseconds to look when there is none; a median.
    public let lookNanoseconds: Double
    /// Nanoseconds to read the marks of every row of 1280x720; a median.
    public let witnessNanoseconds: Double
    /// From a publication to the moment when the reader that waited for it runs on another thread.
    public let publishToWake: WakeCost
    /// Writer and reader at 60 pictures a second, each with its size.
    public let sustained: [SustainedPictures]
}

/// How long a ring takes to reach a reader that waits.
public struct WakeCost: Codable, Sendable {
    /// Pictures that it waited for.
    public let pictures: Int
    /// Nanoseconds, the median.
    public let medianNanoseconds: UInt64
    /// Nanoseconds, of 99 % at most.
    public let percentile99Nanoseconds: UInt64
}

/// How many pictures passed from a writing to a reading thread that copies and judges each.
public struct SustainedPictures: Codable, Sendable {
    /// Pixels in a row.
    public let width: Int
    /// Rows.
    public let height: Int
    /// Pictures that were due.
    public let due: Int
    /// Pictures that the reader got.
    public let read: Int
    /// Of those, how many had a row that is another's or cannot be read.
    public let faulty: Int
    /// Oldest picture when it was taken out.
    public let worstAgeNanoseconds: UInt64
}

/// Measures the region of three slots.
public enum ViewportBench {
    private static let batch = 1000
    private static let batches = 201

    /// Measures everything; takes `seconds` for each sustained size.
    public static func run(seconds: Int = 2) throws -> ViewportCost {
        let region = try newRegion(.standard)
        var writer = try ViewportWriter(region)
        var reader = ViewportReader(region)
        let publish = try median(of: batches) {
            try time { for _ in 0..<batch { _ = try writer.publish() } }
        }
        let both = try median(of: batches) {
            try time {
                for _ in 0..<batch {
                    _ = try writer.publish()
                    _ = reader.acquire()
                }
            }
        }
        let look = median(of: batches) {
            time { for _ in 0..<batch { _ = reader.acquire() } }
        }
        var picture = PictureBuffer(size: .standard)
        picture.draw { TestPattern.draw(frame: 7, on: $0) }
        let witness = median(of: 51) { time { _ = Witness.read(picture) } }
        let sizes = [PictureSize.standard, PictureSize(width: 3840, height: 2160)]
        return ViewportCost(
            publishNanoseconds: publish / Double(batch),
            acquireNanoseconds: (both - publish) / Double(batch),
            lookNanoseconds: look / Double(batch), witnessNanoseconds: witness,
            publishToWake: try wake(pictures: 500),
            sustained: try sizes.compactMap(\.self).map { try sustain($0, seconds: seconds) })
    }

    static func newRegion(_ size: PictureSize) throws -> ViewportRegion {
        let layout = ViewportLayout(.threeSlot, size: size)
        return try ViewportRegion(
            creating: layout,
            in: MemoryObject.sealed(label: "weld-bench", size: layout.regionSize))
    }

    /// Publishes a picture every 2 ms on another thread and waits for each on this one.
    static func wake(pictures: Int) throws -> WakeCost {
        let region = try newRegion(.standard)
        let writer = try ViewportWriter(region)
        let start = MonotonicClock.now() + 10_000_000
        let thread = try OSThread.start(named: "bench-writer") {
            var writer = writer
            for index in 0..<pictures {
                wait(until: start + UInt64(index) * 2_000_000)
                _ = try? writer.publish()
            }
        }
        var reader = ViewportReader(region)
        var times: [UInt64] = []
        var last: UInt64 = 0
        let end = Deadline(nanoseconds: start + UInt64(pictures) * 2_000_000 + 1_000_000_000)
        while last < UInt64(pictures), !end.hasPassed {
            reader.awaitPicture(until: end)
            let now = MonotonicClock.now()
            guard let record = reader.acquire() else { continue }
            last = record.id
            times.append(record.age(at: now) ?? 0)
        }
        thread.join()
        times.sort()
        return WakeCost(
            pictures: times.count, medianNanoseconds: times.isEmpty ? 0 : times[times.count / 2],
            percentile99Nanoseconds: times.isEmpty ? 0 : times[times.count * 99 / 100])
    }

    /// Draws 60 pictures a second on another thread and reads them on this one.
    static func sustain(_ size: PictureSize, seconds: Int) throws -> SustainedPictures {
        let region = try newRegion(size)
        let due = 60 * seconds
        let start = MonotonicClock.now() + 10_000_000
        let writer = try ViewportWriter(region)
        let thread = try OSThread.start(named: "bench-writer") { [writer] in
            var writer = writer
            for index in 0..<due {
                wait(until: start + UInt64(index) * 1_000_000_000 / 60)
                let id = writer.nextID
                writer.draw { TestPattern.draw(frame: id, on: $0) }
                _ = try? writer.publish()
            }
        }
        var reader = ViewportReader(region)
        let picture = PictureBuffer(size: size)
        var read = 0
        var faulty = 0
        var worstAge: UInt64 = 0
        let end = start + UInt64(seconds) * 1_000_000_000 + 100_000_000
        while MonotonicClock.now() < end {
            guard let record = reader.acquire() else {
                wait(until: MonotonicClock.now() + 1_000_000)
                continue
            }
            worstAge = max(worstAge, record.age(at: MonotonicClock.now()) ?? 0)
            reader.copyCurrent(to: picture)
            read += 1
            if Witness.read(picture).isFaulty { faulty += 1 }
        }
        thread.join()
        return SustainedPictures(
            width: size.width, height: size.height, due: due, read: read, faulty: faulty,
            worstAgeNanoseconds: worstAge)
    }

    private static func wait(until moment: UInt64) {
        var nothing: [PollEntry] = []
        _ = try? Poll.wait(&nothing, until: Deadline(nanoseconds: moment))
    }

    private static func time(_ body: () throws -> Void) rethrows -> UInt64 {
        let start = MonotonicClock.now()
        try body()
        return MonotonicClock.now() - start
    }

    private static func median(of count: Int, _ batch: () throws -> UInt64) rethrows -> Double {
        let times = try (0..<count).map { _ in try batch() }.sorted()
        return Double(times[count / 2])
    }
}
