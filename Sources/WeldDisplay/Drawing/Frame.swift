// Unsafe code: structures are lent to the driver by address.

internal import CVulkan
internal import WeldPlatform
internal import WeldViewport

/// One frame in flight: everything that the device may still use while the next one is prepared.
@safe
final class Frame {
    /// What was presented and is not judged yet.
    struct Flight {
        var record: FrameRecord
        var presentedAt: UInt64
        /// Where the marks were copied back to; nil where they were not.
        var readBack: ReadBack.Place?
    }

    let commands: CommandList
    /// Signalled when the acquired image may be written.
    let acquired: DeviceObject
    let readBack: ReadBack
    /// What the device is at; nil once it was judged, or when it is none of the runtime's pictures.
    var flight: Flight?
    private let picture: WindowSize
    private let done: DeviceObject
    private let device: Device
    private var staging: HostBuffer?
    private var drawn: DrawnPicture?
    // The slot that the device reads in place, held until the fence has passed, and since when.
    private var loan: (lease: SlotLease, since: UInt64)?

    /// The device may take this long for one frame, in nanoseconds.
    static let patience: UInt64 = 1_000_000_000

    init(
        _ device: Device, picture: PictureSize, ring: RingBuffers?
    ) throws(DisplayError) {
        self.device = device
        self.picture = WindowSize(picture)
        commands = try CommandList(device)
        acquired = try device.semaphore()
        done = try device.passedFence()
        readBack = try ReadBack(device, picture, ring: ring)
    }

    /// Where the picture is copied to: one for each frame in flight, written after its fence.
    func stagingBuffer() throws(DisplayError) -> HostBuffer {
        if let staging { return staging }
        let fresh = try HostBuffer(
            device, byteCount: picture.width * picture.height * PictureSize.bytesPerPixel,
            for: .upload)
        staging = fresh
        return fresh
    }

    /// What the picture is drawn from, where it is not copied.
    func drawnPicture(_ pipeline: PicturePipeline) throws(DisplayError) -> DrawnPicture {
        if let drawn { return drawn }
        let fresh = try DrawnPicture(device, pipeline, picture)
        drawn = fresh
        return fresh
    }

    /// Whether the device is done with it; what it was lent goes back then.
    var isDone: Bool {
        guard unsafe vkGetFenceStatus(device.handle, done.handle) == VK_SUCCESS else {
            return false
        }
        giveBack()
        return true
    }

    /// Waits until the device is done with it: only then its memory is ours again.
    func waitUntilDone() throws(DisplayError) {
        guard try waitUntilDone(atMost: Self.patience) else { throw .stalledDevice }
    }

    /// Waits a while for the device to give back a slot that it reads; false when it still does.
    func waitForSlot(atMost nanoseconds: UInt64) throws(DisplayError) -> Bool {
        guard let loan else { return true }
        if try waitUntilDone(atMost: nanoseconds) { return true }
        guard MonotonicClock.now() < loan.since + Self.patience else { throw .stalledDevice }
        return false
    }

    private func waitUntilDone(atMost nanoseconds: UInt64) throws(DisplayError) -> Bool {
        var fence: VkFence? = unsafe done.handle
        let result = unsafe vkWaitForFences(device.handle, 1, &fence, VK_TRUE, nanoseconds)
        if result == VK_TIMEOUT { return false }
        try check(result, "wait for a frame")
        giveBack()
        return true
    }

    func giveBack() {
        loan?.lease.giveBack()
        loan = nil
    }

    /// Hands the commands to the device, which writes the acquired image first at `first`; `drawn`
    /// is signalled when the image is as it shall be.
    ///
    /// A slot that the commands read is held from here until the fence has passed; not before,
    /// because the fence of the frame's last picture would give it back.
    func submit(
        first: ImageUse, signalling drawn: DeviceObject, reading lease: SlotLease?
    ) throws(DisplayError) {
        var fence: VkFence? = unsafe done.handle
        unsafe try check(vkResetFences(device.handle, 1, &fence), "reset a fence")
        loan = lease.map { ($0, MonotonicClock.now()) }
        var wait = unsafe VkSemaphoreSubmitInfo()
        unsafe wait.sType = VK_STRUCTURE_TYPE_SEMAPHORE_SUBMIT_INFO
        unsafe wait.semaphore = acquired.handle
        unsafe wait.stageMask = first.stage
        var signal = unsafe VkSemaphoreSubmitInfo()
        unsafe signal.sType = VK_STRUCTURE_TYPE_SEMAPHORE_SUBMIT_INFO
        unsafe signal.semaphore = drawn.handle
        unsafe signal.stageMask = VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT
        var list = unsafe VkCommandBufferSubmitInfo()
        unsafe list.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_SUBMIT_INFO
        unsafe list.commandBuffer = commands.buffer
        let result = CallStorage.lend { storage in
            var info = unsafe VkSubmitInfo2()
            unsafe info.sType = VK_STRUCTURE_TYPE_SUBMIT_INFO_2
            unsafe info.waitSemaphoreInfoCount = 1
            unsafe info.pWaitSemaphoreInfos = storage.keep(wait)
            unsafe info.signalSemaphoreInfoCount = 1
            unsafe info.pSignalSemaphoreInfos = storage.keep(signal)
            unsafe info.commandBufferInfoCount = 1
            unsafe info.pCommandBufferInfos = storage.keep(list)
            return unsafe vkQueueSubmit2(device.queue, 1, &info, done.handle)
        }
        try check(result, "submit a frame")
    }

    /// Judges what was presented, once the device is done with it; nil when there is nothing new.
    func takeVerdict() -> PresentedPicture? {
        guard let flight else { return nil }
        self.flight = nil
        return PresentedPicture(
            record: flight.record, presentedNanoseconds: flight.presentedAt,
            reading: flight.readBack.flatMap(readBack.reading),
            readBackSlot: flight.readBack.flatMap(readBack.handOver))
    }
}
