import Testing

@testable import WeldDisplay

@Suite("Where the compositor is, and what it suggests")
struct CompositorSocketTests {
    @Test("a name lies in the runtime directory, a path is taken as it is")
    func path() {
        #expect(CompositorSocket.path(display: "w-1", runtimeDirectory: "/run/u") == "/run/u/w-1")
        #expect(CompositorSocket.path(display: "/x/w", runtimeDirectory: nil) == "/x/w")
    }

    @Test("without a name it is wayland-0", arguments: [nil, ""])
    func usual(display: String?) {
        #expect(
            CompositorSocket.path(display: display, runtimeDirectory: "/run/u")
                == "/run/u/wayland-0")
    }

    @Test("a name without a whole runtime directory leads nowhere", arguments: [nil, "", "run/u"])
    func nowhere(directory: String?) {
        #expect(CompositorSocket.path(display: "wayland-1", runtimeDirectory: directory) == nil)
    }

    @Test("a side that the compositor leaves open is the window's own")
    func agreed() {
        let wished = WindowSize(width: 1280, height: 720)
        #expect(WindowSize.agreed(suggested: nil, wished: wished) == wished)
        #expect(
            WindowSize.agreed(suggested: WindowSize(width: 0, height: 0), wished: wished) == wished)
        #expect(
            WindowSize.agreed(suggested: WindowSize(width: 640, height: 0), wished: wished)
                == WindowSize(width: 640, height: 720))
        #expect(
            WindowSize.agreed(suggested: WindowSize(width: 640, height: 480), wished: wished)
                == WindowSize(width: 640, height: 480))
    }
}

@Suite("Where a picture lies in a window")
struct PictureFitTests {
    static let picture = WindowSize(width: 1280, height: 720)

    @Test("a window of the picture's size shows it pixel by pixel")
    func exact() {
        let fit = PictureFit(Self.picture, in: Self.picture)
        #expect(fit.x == 0 && fit.y == 0 && fit.size == Self.picture)
        #expect(fit.isExact && fit.coversAll)
    }

    @Test(
        "another shape leaves bars of equal width",
        arguments: [
            (1280, 1000, 0, 140, 1280, 720), (1600, 720, 160, 0, 1280, 720),
            (640, 720, 0, 180, 640, 360), (2560, 1440, 0, 0, 2560, 1440), (1, 1, 0, 0, 1, 1),
        ] as [(Int, Int, Int, Int, Int, Int)])
    func bars(window: (Int, Int, Int, Int, Int, Int)) {
        let size = WindowSize(width: window.0, height: window.1)
        let fit = PictureFit(Self.picture, in: size)
        #expect(fit.x == window.2 && fit.y == window.3)
        #expect(fit.size == WindowSize(width: window.4, height: window.5))
        #expect(fit.isExact == (fit.size == Self.picture))
        #expect(fit.coversAll == (fit.size == size))
    }

    @Test("it never leaves the window and never vanishes")
    func within() {
        for width in stride(from: 1, to: 3000, by: 37) {
            for height in stride(from: 1, to: 3000, by: 41) {
                let fit = PictureFit(
                    Self.picture, in: WindowSize(width: width, height: height))
                #expect(fit.x >= 0 && fit.y >= 0)
                #expect(fit.size.width >= 1 && fit.x + fit.size.width <= width)
                #expect(fit.size.height >= 1 && fit.y + fit.size.height <= height)
            }
        }
    }
}
