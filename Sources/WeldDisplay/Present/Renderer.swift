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
    private let pipeline: PicturePipeline
    private let frames: [Frame]
    private var next = 0
    private let picture: PictureSize
    private let report: (PresentedPicture) -> Void

    /// Frames that are prepared while others are drawn.
    static let framesInFlight = 2

    init(
        _ surface: Surface, _ settings: DisplaySettings,
        report: @escaping (PresentedPicture) -> Void
    ) throws(DisplayError) {
        picture = settings.picture
        self.report = report
        device = try Device(PhysicalDevice.best(for: surface), surface.instance)
        slot = SwapchainSlot(device, surface, mode: settings.presentMode)
        guard let plan = try slot.plan() else { throw .noDevice(["the window has no pixel"]) }
        firstPlan = plan
        pipeline = try PicturePipeline(device, format: plan.format)
        var frames: [Frame] = []
        for _ in 0..<Self.framesInFlight {
            frames.append(try Frame(device, pipeline, picture: settings.picture))
        }
        self.frames = frames
    }

    deinit {
        // What the device still uses cannot go; a device that does not finish is past saving.
        try? settle()
    }

    /// Draws a picture and hands it to the compositor; returns whether it is on its way.
    ///
    /// - Parameter announce: Runs right before the image is handed over.
    func show(
        _ record: FrameRecord, fill: (UnsafeMutableRawBufferPointer) -> Void,
        announce: () -> Void
    ) throws(DisplayError) -> Bool {
        let frame = frames[next]
        try frame.waitUntilDone()
        judge(frame)
        // Only after the fence: until then the device reads the buffer.
        unsafe fill(frame.staging.bytes)
        return try draw(frame, record, announce: announce)
    }

    /// Shows the last picture once more, in a window that has changed.
    func showAgain(announce: () -> Void) throws(DisplayError) -> Bool {
        let frame = frames[(next + Self.framesInFlight - 1) % Self.framesInFlight]
        try frame.waitUntilDone()
        judge(frame)
        next = (next + Self.framesInFlight - 1) % Self.framesInFlight
        return try draw(frame, nil, announce: announce)
    }

    /// Judges the frames that the device is done with.
    func judgeDone() {
        for frame in frames where frame.flight != nil && frame.isDone { judge(frame) }
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
        if let verdict = frame.takeVerdict() { report(verdict) }
    }

    private func draw(
        _ frame: Frame, _ record: FrameRecord?, announce: () -> Void
    ) throws(DisplayError) -> Bool {
        while try slot.prepare(settle: settle) {
            guard let swapchain = slot.current else { return false }
            let (index, step) = try slot.acquire(swapchain, signalling: frame.acquired)
            switch step {
            case .draw:
                return try draw(frame, record, swapchain, index, announce: announce)
            case .makeAgain: continue
            case .leaveOut: return false
            case .giveUp: throw .unstableWindow
            }
        }
        return false
    }

    private func draw(
        _ frame: Frame, _ record: FrameRecord?, _ swapchain: Swapchain, _ index: Int,
        announce: () -> Void
    ) throws(DisplayError) -> Bool {
        let window = swapchain.plan.size
        let fit = PictureFit(WindowSize(picture), in: window)
        let image = unsafe swapchain.images[index]
        let canReadBack = swapchain.plan.readsBack && fit.isExact
        let isReadBack = canReadBack && frame.readBack != nil
        try frame.commands.record { list in
            list.upload(frame.staging, to: frame.texture)
            unsafe list.draw(
                frame.sets, with: pipeline, into: image, swapchain.views[index], window, fit)
            if isReadBack, let readBack = frame.readBack, let strips = frame.strips {
                unsafe list.readBack(image, strips.copies(fit), to: readBack)
            }
            unsafe list.handOver(image, wasReadBack: isReadBack)
        }
        try frame.submit(signalling: swapchain.drawn[index])
        next = (next + 1) % Self.framesInFlight
        announce()
        let presentedAt = MonotonicClock.now()
        let isShown = try slot.present(swapchain, index)
        if isShown, let record {
            frame.flight = Frame.Flight(
                record: record, presentedAt: presentedAt, isReadBack: isReadBack)
        }
        return isShown
    }
}

extension WindowSize {
    init(_ picture: PictureSize) {
        self.init(width: picture.width, height: picture.height)
    }
}
