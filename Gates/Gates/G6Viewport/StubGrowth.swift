internal import GateHost
internal import GateKit
internal import WeldContract

internal import enum GateHost.Ledger

/// What a stub holds at one moment, by the kernel's account and not by its own.
struct StubHoldings: Equatable {
    /// Bytes of private memory in use.
    var memory: UInt64
    /// Bytes of address space, in use or not.
    var space: UInt64
    /// Open descriptors.
    var descriptors: Int
    /// Threads.
    var threads: Int

    init(memory: UInt64, space: UInt64, descriptors: Int, threads: Int) {
        self.memory = memory
        self.space = space
        self.descriptors = descriptors
        self.threads = threads
    }

    /// Looks at a process; nil where it is gone or may not be looked at.
    init?(of pid: Int32) {
        guard
            let space = Ledger.detail("status", of: pid).flatMap({
                StubUse.kilobytes(of: "VmSize", in: $0)
            }),
            let memory = StubUse.memory(of: pid),
            let descriptors = Ledger.descriptors(of: pid)?.count,
            let threads = Ledger.threads(of: pid)?.count
        else { return nil }
        self.init(
            memory: memory, space: space * 1024, descriptors: descriptors, threads: threads)
    }
}

/// What a stub gains with the pictures that pass through it: memory, descriptors, threads.
///
/// It is looked at again and again, so that what is gained once, by a cache or a thread that is
/// needed from now on, is told from what is gained with every picture. A host cannot make a stub
/// hold more.
struct StubGrowth {
    /// One look.
    struct Look: Equatable {
        /// Pictures that had passed.
        var pictures: Int
        /// What was held.
        var holdings: StubHoldings
    }

    /// The looks, in their order.
    private(set) var looks: [Look] = []

    /// Takes one more look.
    mutating func note(_ holdings: StubHoldings, pictures: Int) {
        looks.append(Look(pictures: pictures, holdings: holdings))
    }

    /// Bytes that are gained with every picture; nil before pictures passed between two looks.
    ///
    /// The middle one of the times between two looks, of two the smaller: what is gained once shows
    /// in one of them.
    var bytesAPicture: Double? {
        let rates = zip(looks.dropFirst(), looks).compactMap { now, before -> Double? in
            let pictures = now.pictures - before.pictures
            guard pictures > 0 else { return nil }
            let memory = Double(now.holdings.memory) - Double(before.holdings.memory)
            let space = Double(now.holdings.space) - Double(before.holdings.space)
            return max(memory, space, 0) / Double(pictures)
        }.sorted()
        return rates.isEmpty ? nil : rates[(rates.count - 1) / 2]
    }

    /// Descriptors and threads that are held all through the second half of the looks, and never
    /// were in the first, or that are gained little by little from the first quarter to the last;
    /// nil before there are four looks.
    var gained: Int? {
        guard looks.count >= 4 else { return nil }
        func gain(_ count: (StubHoldings) -> Int) -> Int {
            let held = looks.map { count($0.holdings) }
            func gap(_ first: Int, _ last: Int) -> Int {
                (held.suffix(last).min() ?? 0) - (held.prefix(first).max() ?? 0)
            }
            let half = held.count / 2
            // However unevenly pictures come; what is gained at once is for the halves to see.
            let atOnce = zip(held.dropFirst(), held).map { $0 - $1 }.max() ?? 0
            let littleByLittle = gap(held.count / 4, held.count / 4) - max(0, atOnce)
            return max(0, gap(half, held.count - half), littleByLittle)
        }
        return gain(\.descriptors) + gain(\.threads)
    }
}

/// What an editor says of its heap with every heartbeat of its runtime: to the byte, where the
/// kernel's account is one of pages.
struct ReportedHeap {
    private var rates: [Double] = []

    /// Reads the events of one editor within a window.
    init(_ events: some Sequence<EventRecord>, in window: TimeSpan) {
        var pictures = 0
        var last: (heap: UInt64, pictures: Int)?
        for record in events where record.role == .editor && window.holds(record.time) {
            if record.kind == .framePresented { pictures += 1 }
            guard case .memory(let used, let mapped, _) = record.event else { continue }
            let heap = used.plus(mapped)
            if let last, pictures > last.pictures {
                let gained = heap > last.heap ? heap - last.heap : 0
                rates.append(Double(gained) / Double(pictures - last.pictures))
            }
            last = (heap, pictures)
        }
    }

    /// Bytes that are gained with every picture: the middle one of the times between two words, of
    /// two the smaller; nil before pictures passed between three words.
    var bytesAPicture: Double? {
        let sorted = rates.sorted()
        return sorted.count < 2 ? nil : sorted[(sorted.count - 1) / 2]
    }
}

/// Watches both stubs of a part while its pictures pass.
struct GrowthWatch {
    private let part: String
    private let stubs: [(name: String, pid: Int32)]
    private var growths: [StubGrowth]

    /// Begins; a process that is not known (pid 0) is left out.
    init(_ part: String, _ stubs: [(name: String, pid: Int32)]) {
        self.part = part
        self.stubs = stubs.filter { $0.pid > 0 }
        growths = self.stubs.map { _ in StubGrowth() }
    }

    /// Nanoseconds between two looks into a part of so many seconds: at least eight of them, and in
    /// step with nothing that happens twice a second or every ten pictures.
    static func interval(_ seconds: Int) -> UInt64 {
        max(230_000_000, UInt64(seconds) * 93_000_000)
    }

    /// Looks at both.
    mutating func note(pictures: Int) {
        for (index, stub) in stubs.enumerated() {
            guard let holdings = StubHoldings(of: stub.pid) else { continue }
            growths[index].note(holdings, pictures: pictures)
        }
    }

    /// Records what each gained.
    func record(_ recorder: Recorder) {
        for (stub, growth) in zip(stubs, growths) {
            guard let bytes = growth.bytesAPicture, let gained = growth.gained else { continue }
            recorder.samples(ViewportMetric.memory, [bytes], unit: .bytes)
            recorder.count(ViewportMetric.held, gained)
            guard let first = growth.looks.first, let last = growth.looks.last else { continue }
            recorder.fact(
                "\(stub.name) holds, \(part)",
                "\(first.holdings.sentence); after \(last.pictures - first.pictures) pictures "
                    + last.holdings.sentence)
        }
    }
}

extension StubHoldings {
    /// The figures, for people.
    var sentence: String {
        "\(memory / 1024) of \(space / 1024) KiB, \(descriptors) descriptors, \(threads) threads"
    }
}
