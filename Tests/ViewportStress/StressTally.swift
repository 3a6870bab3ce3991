/// What a stress saw.
struct StressTally {
    var read: UInt64 = 0
    var written: UInt64 = 0
    var nanoseconds: UInt64 = 0
    var torn: UInt64 = 0
    var unreadable: UInt64 = 0
    var faultyInPlace: UInt64 = 0
    var mislabelled: UInt64 = 0
    var wrongChecksums: UInt64 = 0
    var twice: UInt64 = 0
    var backwards: UInt64 = 0
    var refused: UInt64 = 0
    var readerStalls: UInt64 = 0
    var writerStops: UInt64 = 0
    var deaths: UInt64 = 0
    var device = StressDevice.Findings()
    /// How things stood when nothing came any more.
    var starvation: String?

    /// Whether everything that was read was whole, new and in order.
    var isFaultless: Bool {
        starvation == nil
            && torn + unreadable + faultyInPlace + mislabelled + wrongChecksums + twice + backwards
                + refused + device.changed + device.faulty == 0
    }

    /// Everything on one line.
    func report(_ settings: StressSettings) -> String {
        let seconds = Double(nanoseconds / 10_000_000) / 100
        let shape = "\(settings.viewport.rawValue) \(settings.size.width)x\(settings.size.height)"
        let side = settings.isThreaded ? "threads" : "processes"
        return "\(shape), two \(side): \(read) frames read of \(written) in \(seconds) s; "
            + "torn \(torn), unreadable \(unreadable), faulty in place \(faultyInPlace), mislabelled \(mislabelled), "
            + "wrong checksum \(wrongChecksums), twice \(twice), backwards \(backwards), "
            + "refused \(refused); slots in flight read \(device.readings), changed "
            + "\(device.changed), faulty \(device.faulty); reader stalled \(readerStalls)x, writer stopped "
            + "\(writerStops)x for 40 ms, killed \(deaths)x"
            + (starvation.map { "; STARVED: \($0)" } ?? "")
    }
}
