import Testing

@testable import WeldDisplay

@Suite("When a swapchain is made again")
struct SwapchainLifeTests {
    static let size = WindowSize(width: 1280, height: 720)

    private func acquire(
        _ life: inout SwapchainLife, _ outcome: SwapchainLife.Outcome
    ) -> SwapchainLife.Step { life.acquired(outcome) }

    private func present(
        _ life: inout SwapchainLife, _ outcome: SwapchainLife.Outcome
    ) -> Bool { life.presented(outcome) }

    /// A life whose first swapchain stands.
    private func standing() -> SwapchainLife {
        var life = SwapchainLife()
        life.made(Self.size)
        return life
    }

    @Test("the first swapchain is needed from the start and is no re-creation")
    func first() {
        var life = SwapchainLife()
        #expect(life.need == .swapchain)
        life.made(Self.size)
        #expect(life.need == .nothing && life.recreated == 0)
    }

    @Test("a picture after the other needs nothing new")
    func steady() {
        var life = standing()
        for _ in 0..<100 {
            life.window(is: Self.size)
            #expect(acquire(&life, .fine) == .draw)
            #expect(present(&life, .fine))
        }
        #expect(life.need == .nothing && life.recreated == 0)
    }

    @Test("a window of another size gets another swapchain, and one of the same size does not")
    func resized() {
        var life = standing()
        life.window(is: Self.size)
        #expect(life.need == .nothing)
        let other = WindowSize(width: 640, height: 480)
        life.window(is: other)
        #expect(life.need == .swapchain)
        life.made(other)
        #expect(life.need == .nothing && life.size == other && life.recreated == 1)
    }

    @Test("suboptimal is drawn and shown, and mended before the next picture")
    func suboptimal() {
        var life = standing()
        #expect(acquire(&life, .suboptimal) == .draw)
        #expect(present(&life, .suboptimal))
        #expect(life.need == .swapchain)
    }

    @Test("out of date is mended at once when acquired, and not shown when presented")
    func outOfDate() {
        var life = standing()
        #expect(acquire(&life, .outOfDate) == .makeAgain)
        #expect(life.need == .swapchain)
        life.made(Self.size)
        #expect(acquire(&life, .fine) == .draw)
        #expect(!present(&life, .outOfDate))
        #expect(life.need == .swapchain)
    }

    @Test("a lost surface is made again, and what comes after does not soften that")
    func lostSurface() {
        var life = standing()
        #expect(acquire(&life, .surfaceLost) == .makeAgain)
        life.window(is: WindowSize(width: 10, height: 10))
        #expect(life.need == .surface)
        life.madeSurface()
        #expect(life.need == .swapchain && life.size == nil)
        life.made(Self.size)
        #expect(life.need == .nothing)
    }

    @Test("nothing free in time: the picture is left out, the swapchain stays")
    func notReady() {
        var life = standing()
        #expect(acquire(&life, .notReady) == .leaveOut)
        #expect(life.need == .nothing)
    }

    @Test("a window without a pixel still needs a swapchain when it has one again")
    func emptyWindow() {
        var life = standing()
        life.made(nil)
        #expect(life.need == .swapchain)
        life.made(Self.size)
        #expect(life.need == .nothing)
    }

    @Test("a window that refuses every swapchain is given up; a picture between starts anew")
    func givesUp() {
        var life = standing()
        for _ in 0..<SwapchainLife.patience { #expect(acquire(&life, .outOfDate) == .makeAgain) }
        #expect(acquire(&life, .outOfDate) == .giveUp)
        var other = standing()
        for _ in 0..<10 * SwapchainLife.patience {
            #expect(acquire(&other, .outOfDate) == .makeAgain)
            #expect(present(&other, .fine))
        }
    }
}
