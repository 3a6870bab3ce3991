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
        var isReadBack: Bool
    }

    let commands: CommandList
    /// Where the picture is copied to: one for each frame in flight, written after its fence.
    ///
    /// The seam for a picture without any copy: a buffer over the region's slot, imported by
    /// VK_EXT_external_memory_host, takes its place, and the reader acquires the next picture only
    /// after the fence. Slots of version 2 begin at pages for that.
    let staging: HostBuffer
    let texture: Texture
    let sets: DescriptorSets
    /// Signalled when the acquired image may be drawn into.
    let acquired: DeviceObject
    let strips: MarkStrips?
    let readBack: HostBuffer?
    /// What the device is at; nil once it was judged, or when it is none of the runtime's pictures.
    var flight: Flight?
    private let done: DeviceObject
    private let device: Device

    /// The device may take this long for one frame, in nanoseconds.
    static let patience: UInt64 = 1_000_000_000

    init(
        _ device: Device, _ pipeline: PicturePipeline, picture: PictureSize
    ) throws(DisplayError) {
        self.device = device
        commands = try CommandList(device)
        staging = try HostBuffer(device, byteCount: picture.byteCount, for: .upload)
        texture = try Texture(device, width: picture.width, height: picture.height)
        sets = try DescriptorSets(device, pipeline, texture)
        acquired = try device.semaphore()
        done = try device.passedFence()
        strips = MarkStrips(picture)
        readBack =
            if let strips {
                try HostBuffer(device, byteCount: strips.size.byteCount, for: .readBack)
            } else { nil }
    }

    /// Whether the device is done with it.
    var isDone: Bool { unsafe vkGetFenceStatus(device.handle, done.handle) == VK_SUCCESS }

    /// Waits until the device is done with it: only then its memory is ours again.
    func waitUntilDone() throws(DisplayError) {
        var fence: VkFence? = unsafe done.handle
        let result = unsafe vkWaitForFences(device.handle, 1, &fence, VK_TRUE, Self.patience)
        if result == VK_TIMEOUT { throw .stalledDevice }
        try check(result, "wait for a frame")
    }

    /// Hands the commands to the device; `drawn` is signalled when the image is as it shall be.
    func submit(signalling drawn: DeviceObject) throws(DisplayError) {
        var fence: VkFence? = unsafe done.handle
        unsafe try check(vkResetFences(device.handle, 1, &fence), "reset a fence")
        var wait = unsafe VkSemaphoreSubmitInfo()
        unsafe wait.sType = VK_STRUCTURE_TYPE_SEMAPHORE_SUBMIT_INFO
        unsafe wait.semaphore = acquired.handle
        unsafe wait.stageMask = VK_PIPELINE_STAGE_2_COLOR_ATTACHMENT_OUTPUT_BIT
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
        var reading: Witness.Reading?
        if flight.isReadBack, let strips, let readBack {
            reading = unsafe Witness.read(
                UnsafeRawBufferPointer(readBack.bytes), size: strips.size,
                pitch: strips.size.pitch)
        }
        return PresentedPicture(
            record: flight.record, presentedNanoseconds: flight.presentedAt, reading: reading)
    }
}
