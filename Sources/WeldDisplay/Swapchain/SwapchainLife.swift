/// When a swapchain or its surface must be made again: pure, results go in, what to do comes out.
struct SwapchainLife: Equatable, Sendable {
    /// What must be made before the next picture.
    enum Need: Equatable, Sendable {
        case nothing
        case swapchain
        case surface
    }

    /// How an image was acquired or presented.
    enum Outcome: Equatable, Sendable {
        case fine
        /// It works, but no longer fits the window.
        case suboptimal
        /// It no longer works.
        case outOfDate
        /// Nothing was free in time; a hidden window may never have anything free.
        case notReady
        /// The surface is gone; the window may still be there.
        case surfaceLost
    }

    /// What follows from an acquisition.
    enum Step: Equatable, Sendable {
        case draw
        case makeAgain
        case leaveOut
        case giveUp
    }

    /// So many in a row and no picture between them: making it again does not help.
    static let patience = 8

    private(set) var need: Need = .swapchain
    /// The size that the swapchain has; nil while there is none.
    private(set) var size: WindowSize?
    /// How often a swapchain took the place of another.
    private(set) var recreated: UInt64 = 0
    private var failures = 0
    private var everMade = false

    /// The window has this size now.
    mutating func window(is wanted: WindowSize) {
        if let size, size != wanted { want(.swapchain) }
    }

    /// A swapchain was made; nil where the window has no pixel to show.
    mutating func made(_ size: WindowSize?) {
        guard let size else {
            self.size = nil
            need = .swapchain
            return
        }
        if everMade { recreated += 1 }
        everMade = true
        need = .nothing
        self.size = size
    }

    /// A surface was made; its swapchain is still to come.
    mutating func madeSurface() {
        size = nil
        need = .swapchain
    }

    /// An image was acquired, or not.
    mutating func acquired(_ outcome: Outcome) -> Step {
        switch outcome {
        case .fine: return .draw
        case .suboptimal:
            want(.swapchain)
            return .draw
        case .notReady: return .leaveOut
        case .outOfDate: return fail(.swapchain)
        case .surfaceLost: return fail(.surface)
        }
    }

    /// An image was presented, or not; returns whether it is on its way to the window.
    mutating func presented(_ outcome: Outcome) -> Bool {
        switch outcome {
        case .fine: failures = 0
        case .suboptimal:
            failures = 0
            want(.swapchain)
        case .notReady: break
        case .outOfDate: _ = fail(.swapchain)
        case .surfaceLost: _ = fail(.surface)
        }
        return outcome == .fine || outcome == .suboptimal
    }

    private mutating func want(_ wanted: Need) {
        if need != .surface { need = wanted }
    }

    private mutating func fail(_ wanted: Need) -> Step {
        want(wanted)
        failures += 1
        return failures > Self.patience ? .giveUp : .makeAgain
    }
}
