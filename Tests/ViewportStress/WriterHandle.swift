import Synchronization
import WeldPlatform
import WeldViewport

/// The writer as the reader's side holds it: a process or a thread.
struct WriterHandle: ~Copyable {
    private let region: ViewportRegion
    private let isThread: Bool
    private var child: ChildProcess?
    private var thread: OSThread?
    private var orders = StressWriter.Orders()
    private var stoppedUntil: UInt64?
    private var epoch: UInt32 = 1

    init(_ region: ViewportRegion, isThread: Bool) throws {
        self.region = region
        self.isThread = isThread
        try start()
    }

    /// Stops the writer, wherever it is, for a while; it must be looked at again in between.
    mutating func stop() throws {
        if isThread {
            orders.mustStop.store(true, ordering: .relaxed)
        } else {
            try child?.kill(Signals.stop)
            stoppedUntil = MonotonicClock.now() + StressSettings.stopNanoseconds
        }
    }

    /// Lets a writer go on that was stopped long enough.
    mutating func look() throws {
        guard let end = stoppedUntil, MonotonicClock.now() >= end else { return }
        stoppedUntil = nil
        try child?.kill(Signals.continue)
    }

    /// What became of the writer, for people.
    mutating func status() throws -> String {
        if stoppedUntil != nil { return "stopped" }
        return "\(try child?.wait(until: .immediately) ?? .running)"
    }

    /// Ends the writer, wherever it is, and starts its successor.
    mutating func replace() throws {
        try end()
        epoch += 1
        region.succeedWriter(as: epoch)
        try start()
    }

    /// Ends the writer and waits until it has ended.
    mutating func end() throws {
        orders.isOver.store(true, ordering: .relaxed)
        if let thread = thread.take() { thread.join() }
        try child?.kill(Signals.kill)
        _ = try child?.wait(until: .after(.seconds(5)))
        child = nil
        stoppedUntil = nil
    }

    private mutating func start() throws {
        if isThread {
            let orders = StressWriter.Orders()
            self.orders = orders
            let region = region
            thread = try OSThread.start(named: "stress-writer") {
                var writer = try? StressWriter(region)
                try? writer?.run(orders)
            }
        } else {
            child = try ChildProcess.spawn(
                path: ProcessEnvironment.executablePath(), arguments: ["--writer"],
                inheriting: [
                    InheritedDescriptor(region.descriptor, as: StressSettings.regionDescriptor)
                ])
        }
    }
}
