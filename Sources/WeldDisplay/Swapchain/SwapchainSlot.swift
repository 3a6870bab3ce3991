// Unsafe code: structures are lent to the driver by address.

internal import CVulkan

/// The swapchain that stands now, its surface, and when they must be made again.
@safe
final class SwapchainSlot {
    private let device: Device
    private let instance: Instance
    private let window: Toplevel
    private let mode: PresentMode
    private let blit: PictureBlit?
    private let keepsFirstSize: Bool
    private var surface: Surface
    private(set) var current: Swapchain?
    private(set) var life = SwapchainLife()

    /// How long an image is waited for, in nanoseconds.
    static let patience: UInt64 = 100_000_000

    init(_ device: Device, _ surface: Surface, _ settings: DisplaySettings) {
        self.device = device
        self.surface = surface
        mode = settings.presentMode
        blit = settings.blit
        keepsFirstSize = settings.keepsFirstSize
        instance = surface.instance
        window = surface.window
    }

    /// What the window would get now.
    func plan() throws(DisplayError) -> SwapchainPlan? {
        try SwapchainPlan.make(
            try SurfaceOffer(device.physical, surface), mode: mode, blit: blit,
            window: window.size ?? WindowSize(width: 0, height: 0))
    }

    /// Makes what must be made before the next picture; false when the window has no pixel.
    ///
    /// - Parameter settle: Waits until the device uses nothing of the old one any more.
    func prepare(settle: () throws(DisplayError) -> Void) throws(DisplayError) -> Bool {
        if let size = window.size, !keepsFirstSize { life.window(is: size) }
        guard life.need != .nothing else { return true }
        try settle()
        if life.need == .surface {
            // A window takes one surface at a time.
            current = nil
            surface = try Surface(instance, window)
            life.madeSurface()
        }
        let plan = try plan()
        current =
            if let plan { try Swapchain(device, surface, plan, replacing: current) } else { nil }
        life.made(plan?.size)
        return plan != nil
    }

    /// Acquires an image of the current swapchain; nil with the step that follows instead.
    func acquire(
        _ swapchain: Swapchain, signalling acquired: DeviceObject
    ) throws(DisplayError) -> (index: Int, step: SwapchainLife.Step) {
        var index: UInt32 = 0
        let result = unsafe vkAcquireNextImageKHR(
            device.handle, swapchain.handle.handle, Self.patience, acquired.handle, nil, &index)
        return (Int(index), life.acquired(try outcome(result, "acquire an image of the window")))
    }

    /// Presents a drawn image; returns whether it is on its way to the window.
    func present(_ swapchain: Swapchain, _ index: Int) throws(DisplayError) -> Bool {
        var info = unsafe VkPresentInfoKHR()
        unsafe info.sType = VK_STRUCTURE_TYPE_PRESENT_INFO_KHR
        unsafe info.waitSemaphoreCount = 1
        unsafe info.swapchainCount = 1
        let result = CallStorage.lend { storage in
            unsafe info.pWaitSemaphores = storage.keep([swapchain.drawn[index].handle])
            unsafe info.pSwapchains = storage.keep([swapchain.handle.handle])
            unsafe info.pImageIndices = storage.keep(UInt32(index))
            return unsafe vkQueuePresentKHR(device.queue, &info)
        }
        return life.presented(try outcome(result, "present an image"))
    }

    private func outcome(
        _ result: VkResult, _ operation: String
    ) throws(DisplayError) -> SwapchainLife.Outcome {
        switch result {
        case VK_SUCCESS: return .fine
        case VK_SUBOPTIMAL_KHR: return .suboptimal
        case VK_TIMEOUT, VK_NOT_READY: return .notReady
        case VK_ERROR_OUT_OF_DATE_KHR: return .outOfDate
        case VK_ERROR_SURFACE_LOST_KHR: return .surfaceLost
        default: throw .vulkan(VulkanFailure(code: result.rawValue, operation: operation))
        }
    }
}
