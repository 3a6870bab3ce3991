import Testing

@testable import WeldDisplay

@Suite("What a swapchain shall be")
struct SwapchainPlanTests {
    static let bgra = SurfaceFormat.known[0]
    static let rgba = SurfaceFormat.known[1]
    /// VK_FORMAT_B8G8R8A8_SRGB in the same colour space.
    static let encoded = SurfaceFormat(format: 50, colorSpace: 0)
    /// The known format in a colour space of its own (Display P3).
    static let wide = SurfaceFormat(format: 44, colorSpace: 1_000_104_001)

    static let offer = SurfaceOffer(
        currentSize: nil, leastImages: 4, mostImages: 0, smallest: WindowSize(width: 1, height: 1),
        largest: WindowSize(width: 4096, height: 4096), formats: [encoded, rgba, bgra],
        modes: [.mailbox, .fifo], canReadBack: true, canCopyInto: true,
        canBeOpaque: true)

    @Test("the best known pair of format and colour space is taken, wherever it stands")
    func bestFormat() throws {
        #expect(try SurfaceFormat.best(of: [Self.encoded, Self.rgba, Self.bgra]) == Self.bgra)
        #expect(try SurfaceFormat.best(of: [Self.rgba, Self.wide]) == Self.rgba)
    }

    @Test(
        "a known format in another colour space, an encoding one, or none at all is refused",
        arguments: [[wide], [encoded], [encoded, wide], []])
    func unknownFormats(offered: [SurfaceFormat]) {
        #expect(throws: DisplayError.unknownFormat(offered.map(\.description))) {
            try SurfaceFormat.best(of: offered)
        }
    }

    @Test("UNORM, never sRGB: the picture's bytes are shown as they are")
    func neverEncoded() {
        #expect(SurfaceFormat.known.allSatisfy { $0.description.contains("UNORM") })
    }

    @Test("a present mode that is not offered is refused, not replaced")
    func missingMode() {
        var offer = Self.offer
        offer.modes = [.fifo]
        #expect(throws: DisplayError.missingPresentMode(.mailbox)) {
            try SwapchainPlan.make(
                offer, mode: .mailbox, blit: nil, window: WindowSize(width: 1280, height: 720))
        }
    }

    @Test(
        "three images, or as near as the window allows",
        arguments: [(1, 0, 3), (4, 0, 4), (2, 2, 2), (3, 8, 3)] as [(UInt32, UInt32, UInt32)])
    func imageCount(least: UInt32, most: UInt32, expected: UInt32) throws {
        var offer = Self.offer
        offer.leastImages = least
        offer.mostImages = most
        let plan = try SwapchainPlan.make(
            offer, mode: .fifo, blit: nil, window: WindowSize(width: 1280, height: 720))
        #expect(plan?.imageCount == expected)
    }

    @Test("the surface's own size wins; otherwise the window's, within the limits")
    func size() throws {
        let window = WindowSize(width: 5000, height: 720)
        #expect(
            try SwapchainPlan.make(Self.offer, mode: .fifo, blit: nil, window: window)?.size
                == WindowSize(width: 4096, height: 720))
        var offer = Self.offer
        offer.currentSize = WindowSize(width: 640, height: 480)
        #expect(
            try SwapchainPlan.make(offer, mode: .fifo, blit: nil, window: window)?.size
                == WindowSize(width: 640, height: 480))
    }

    @Test(
        "a window without a pixel gets no swapchain",
        arguments: [
            WindowSize(width: 0, height: 720), WindowSize(width: 1280, height: 0),
            WindowSize(width: -1, height: 5),
        ])
    func emptyWindow(window: WindowSize) throws {
        #expect(try SwapchainPlan.make(Self.offer, mode: .fifo, blit: nil, window: window) == nil)
        var offer = Self.offer
        offer.currentSize = WindowSize(width: 0, height: 0)
        let plan = try SwapchainPlan.make(
            offer, mode: .fifo, blit: nil, window: WindowSize(width: 1280, height: 720))
        #expect(plan == nil)
    }

    @Test("pictures are copied wherever images take copies in the picture's own format")
    func copies() throws {
        let window = WindowSize(width: 1280, height: 720)
        let plan = try SwapchainPlan.make(Self.offer, mode: .fifo, blit: nil, window: window)
        #expect(plan?.copiesInto == true)
        #expect(plan?.format == Self.rgba)
        #expect(
            try SwapchainPlan.make(Self.offer, mode: .fifo, blit: .copy, window: window) == plan)
    }

    @Test("drawing is chosen where it is asked for, in the format that is known best")
    func draws() throws {
        let window = WindowSize(width: 1280, height: 720)
        let plan = try SwapchainPlan.make(Self.offer, mode: .fifo, blit: .draw, window: window)
        #expect(plan?.copiesInto == false)
        #expect(plan?.format == Self.bgra)
    }

    @Test(
        "where copies are not offered, pictures are drawn, and asking for copies is refused",
        arguments: [(true, [bgra, encoded]), (false, [bgra, rgba])])
    func cannotCopy(canCopyInto: Bool, formats: [SurfaceFormat]) throws {
        var offer = Self.offer
        offer.canCopyInto = canCopyInto
        offer.formats = formats
        let window = WindowSize(width: 1280, height: 720)
        let plan = try SwapchainPlan.make(offer, mode: .fifo, blit: nil, window: window)
        #expect(plan?.copiesInto == false)
        #expect(plan?.format == Self.bgra)
        #expect(throws: DisplayError.cannotCopy(formats.map(\.description))) {
            try SwapchainPlan.make(offer, mode: .fifo, blit: .copy, window: window)
        }
    }
}
