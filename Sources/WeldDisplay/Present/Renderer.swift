// Unsafe code: none but the handles that the parts own; see there.

internal import CVulkan
internal import WeldPlatform
internal import WeldViewport

/// Everything that a lost device takes with it: the device, its frames, the swapchain.
@safe
final class Renderer {
    let device: Device
    let slot: SwapchainSlot
    /// What the first swapchain will be.
    let firstPlan: SwapchainPlan
    /// How pictures get to the device.
    var upload: PictureUpload { slots == nil ? .staging : .inPlace }
    private let slots: ImportedSlots?
    private let frames: [Frame]
    private var pipeline: PicturePipeline?
    private var next = 0
    /// Where the time went.
    private(set) var stages = DisplayStages()
    private let picture: WindowSize
    private let omitsBarrier: Bool
    private let omitsReadBacks: Bool
    private let returnsSlotsEarly: Bool
    private var recorded: UInt64 = 0
    private let report: (PresentedPicture) -> Void

    /// Frames that are prepared while others are drawn.
    static let framesInFlight = 2

    init(
        _ surface: Surface, _ settings: DisplaySettings, region: ViewportRegion?,
        ring: ReadBackRing?, report: @escaping (PresentedPicture) -> Void
    ) throws(DisplayError) {
        picture = WindowSize(settings.picture)
        omitsBarrier = settings.omitsBarrier
        omitsReadBacks = settings.omitsReadBacks
        returnsSlotsEarly = settings.returnsSlotsEarly
        self.report = report
        device = try Device(PhysicalDevice.best(for: surface), surface.instance)
        slot = SwapchainSlot(device, surface, settings)
        guard let plan = try slot.plan() else { throw .noDevice(["the window has no pixel"]) }
        firstPlan = plan
        slots = try ImportedSlots.make(device, region, settings.upload)
        let buffers: RingBuffers? =
            if let ring { try RingBuffers(device, ring, for: settings.picture) } else { nil }
        var frames: [Frame] = []
        for _ in 0..<Self.framesInFlight {
            frames.append(try Frame(device, picture: settings.picture, ring: buffers))
        }
        self.frames = frames
        // Made before the first picture where every picture needs it.
        if !plan.copiesInto { pipeline = try PicturePipeline(device, format: plan.format) }
    }

    deinit {
        // What the device still uses cannot go; a device that does not finish is past saving.
        try? settle()
    }

    /// Draws a picture and hands it to the compositor; returns whether it is on its way.
    ///
    /// - Parameter announce: Runs right before the image is handed over.
    func show(
        _ record: FrameRecord, _ supply: any PictureSupply, announce: () -> Void
    ) throws(DisplayError) -> Bool {
        let frame = frames[next]
        try frame.waitUntilDone()
        judge(frame)
        let begin = MonotonicClock.now()
        let source: Source
        if let slots {
            source = Source(supply.lend(isShownAgain: false), in: slots)
        } else {
            let staging = try frame.stagingBuffer()
            source = Source(staging)
            // Only after the fence: until then the device reads the buffer.
            staging.fill { supply.copy(to: &$0) }
        }
        stages.supply += MonotonicClock.now() - begin
        return try present(frame, record, source, announce: announce)
    }

    /// Shows the last picture once more, in a window that has changed.
    func showAgain(
        _ supply: any PictureSupply, announce: () -> Void
    ) throws(DisplayError) -> Bool {
        if let slots {
            let frame = frames[next]
            try frame.waitUntilDone()
            judge(frame)
            let source = Source(supply.lend(isShownAgain: true), in: slots)
            return try present(frame, nil, source, announce: announce)
        }
        // The frame before still has it.
        next = (next + Self.framesInFlight - 1) % Self.framesInFlight
        let frame = frames[next]
        try frame.waitUntilDone()
        judge(frame)
        return try present(frame, nil, Source(frame.stagingBuffer()), announce: announce)
    }

    /// Where a picture lies for the device, and what keeps it there until the device has read it.
    private struct Source {
        let buffer: HostBuffer
        let lease: SlotLease?

        init(_ staging: HostBuffer) {
            buffer = staging
            lease = nil
        }

        init(_ lease: SlotLease, in slots: ImportedSlots) {
            buffer = slots.buffer(of: lease.slot)
            self.lease = lease
        }
    }

    /// Judges the frames that the device is done with.
    func judgeDone() {
        for frame in frames { judge(frame) }
    }

    /// Waits a while until the device reads no slot of the region; false when it still does.
    func waitForSlots(atMost nanoseconds: UInt64) throws(DisplayError) -> Bool {
        for frame in frames {
            guard try frame.waitForSlot(atMost: nanoseconds) else { return false }
            judge(frame)
        }
        return true
    }

    /// Waits until the device is done with all frames, and judges them.
    func settle() throws(DisplayError) {
        for frame in frames {
            try frame.waitUntilDone()
            judge(frame)
        }
        // Short: nothing but presentations can be left.
        unsafe try check(vkQueueWaitIdle(device.queue), "wait for the device")
    }

    private func judge(_ frame: Frame) {
        guard frame.isDone else { return }
        if let verdict = frame.takeVerdict() { report(verdict) }
    }

    private func present(
        _ frame: Frame, _ record: FrameRecord?, _ source: Source, announce: () -> Void
    ) throws(DisplayError) -> Bool {
        while try slot.prepare(settle: settle) {
            guard let swapchain = slot.current else { return false }
            let begin = MonotonicClock.now()
            let (index, step) = try slot.acquire(swapchain, signalling: frame.acquired)
            stages.acquire += MonotonicClock.now() - begin
            switch step {
            case .draw:
                return try present(frame, record, source, swapchain, index, announce: announce)
            case .makeAgain: continue
            case .leaveOut: return false
            case .giveUp: throw .unstableWindow
            }
        }
        return false
    }

    private func present(
        _ frame: Frame, _ record: FrameRecord?, _ source: Source, _ swapchain: Swapchain,
        _ index: Int, announce: () -> Void
    ) throws(DisplayError) -> Bool {
        let begin = MonotonicClock.now()
        let fit = PictureFit(picture, in: swapchain.plan.size)
        let image = unsafe swapchain.images[index]
        let isCopied = swapchain.plan.copiesInto && fit.isExact && fit.coversAll
        let drawing = isCopied ? nil : try drawing(frame, swapchain.plan)
        let copied = omitsBarrier ? ImageUse.copiedInto.unsynchronized : .copiedInto
        var use = isCopied ? copied : .drawnInto
        recorded &+= 1
        let isReadBack = !omitsReadBacks || recorded % 10 != 0
        var readBack: ReadBack.Place?
        try frame.commands.record { list in
            if let (pipeline, drawn) = drawing {
                list.upload(source.buffer, to: drawn.texture, leaving: copied)
                unsafe list.draw(
                    drawn.sets, with: pipeline, into: image, swapchain.views[index],
                    swapchain.plan.size, fit)
            } else {
                unsafe list.copy(source.buffer, picture, into: image)
            }
            if swapchain.plan.readsBack, fit.isExact, isReadBack {
                readBack = unsafe frame.readBack.record(list, image, after: use, fit)
                if readBack != nil { use = .readBack }
            }
            unsafe list.handOver(image, after: use)
        }
        try frame.submit(
            first: isCopied ? .copiedInto : .drawnInto, signalling: swapchain.drawn[index],
            reading: source.lease)
        if returnsSlotsEarly { frame.giveBack() }
        next = (next + 1) % Self.framesInFlight
        announce()
        let presentedAt = MonotonicClock.now()
        stages.submit += presentedAt - begin
        let isShown = try slot.present(swapchain, index)
        stages.present += MonotonicClock.now() - presentedAt
        if isShown, let record {
            frame.flight = Frame.Flight(
                record: record, presentedAt: presentedAt, readBack: readBack)
        } else {
            frame.readBack.drop(readBack)
        }
        return isShown
    }

    private func drawing(
        _ frame: Frame, _ plan: SwapchainPlan
    ) throws(DisplayError) -> (PicturePipeline, DrawnPicture) {
        // The format is the window's for good: every plan chooses among the same offers.
        if let pipeline { return (pipeline, try frame.drawnPicture(pipeline)) }
        let fresh = try PicturePipeline(device, format: plan.format)
        pipeline = fresh
        return (fresh, try frame.drawnPicture(fresh))
    }
}

extension WindowSize {
    init(_ picture: PictureSize) {
        self.init(width: picture.width, height: picture.height)
    }
}
