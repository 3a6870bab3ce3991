// Unsafe code: memory that is lost on purpose.

internal import Synchronization
public import WeldContract
internal import WeldPlatform
public import WeldTransport
public import WeldWire

/// The sabotages of gate G3, the same for both stubs: what a stub does wrong when its peer breaks
/// the protocol, and the frame now and then that it loses.
///
/// One for the whole process: a loss is counted across its connections.
public final class WireFaults: Sendable {
    private let sabotages: Sabotages
    private let validFrames = Atomic<UInt64>(0)
    private let lostThreads = Atomic<Int>(0)
    private let pages = Lock(LostPages())

    /// Whether ``dropsFrame()`` has to be asked; kept by the reader, so that a healthy stub pays
    /// one predictable branch a frame.
    public let mayDrop: Bool

    /// Which valid frames `drop-1-in-10000` loses.
    public static let droppedEvery: UInt64 = 10_000
    /// What `leak-per-error` loses with every error.
    public static let leakedBytes = 4096
    /// What `leak-per-connection` loses with every connection: as little as an allocator gives.
    public static let lostBytes = 16

    /// Prepares the faults of a process; other sabotages are none of these.
    public init(_ sabotages: Sabotages) {
        self.sabotages = sabotages
        mayDrop = sabotages.has(.dropFrames)
    }

    /// The checks that the decoder leaves out.
    public var leniency: DecoderLeniency {
        var leniency: DecoderLeniency = []
        if sabotages.has(.acceptBadMagic) { leniency.formUnion(.anyMagic) }
        if sabotages.has(.skipHashCheck) { leniency.formUnion(.anyHash) }
        return leniency
    }

    /// Happens when a connection begins.
    public func meetConnection() {
        if sabotages.has(.leakPerConnection) { Loss.memory(Self.lostBytes) }
    }

    /// Counts a valid frame after the handshake; true when it shall be neither counted nor
    /// answered.
    public func dropsFrame() -> Bool {
        let number = validFrames.wrappingAdd(1, ordering: .relaxed).newValue
        return number.isMultiple(of: Self.droppedEvery)
    }

    /// Happens on the reading thread, when its connection has failed and nobody was told.
    public func meet(_ error: TransportError) {
        guard !sabotages.isEmpty, error.wireName != nil else { return }
        if sabotages.has(.leakPagesPerError) { pages.withLock { $0.touchMore() } }
        if sabotages.has(.leakMappingPerError) { _ = LostMapping.make(bytes: Self.leakedBytes) }
        if sabotages.has(.leakThreadPerError) { leakThread() }
        if sabotages.has(.leakPerError) { Loss.memory(Self.leakedBytes) }
        if sabotages.has(.leakDescriptorPerError) { Loss.descriptor() }
        switch error {
        case .truncatedStream where sabotages.has(.hangOnTruncation):
            FaultPause.wait(until: .never)
        case .wire(.payloadTooLarge) where sabotages.has(.crashOnOversize):
            ProcessEnvironment.abort()
        default: break
        }
    }

    /// Loses a thread, as long as there are few: each has a stack.
    private func leakThread() {
        guard lostThreads.wrappingAdd(1, ordering: .relaxed).newValue <= 64 else { return }
        _ = try? OSThread.start(named: "weld-lost") { FaultPause.wait(until: .never) }
    }
}

/// What faults lose on purpose, for good.
public enum Loss {
    /// Loses so many bytes of memory.
    public static func memory(_ count: Int) {
        let lost = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 16)
        // Touched, so that it is resident and no optimiser takes it away.
        unsafe lost.initializeMemory(as: UInt8.self, repeating: 0xA5)
    }

    /// Loses a descriptor.
    public static func descriptor() {
        guard let counter = try? EventCounter() else { return }
        _ = (try? OwnedDescriptor.duplicating(counter.descriptor.rawValue))?.release()
    }
}
