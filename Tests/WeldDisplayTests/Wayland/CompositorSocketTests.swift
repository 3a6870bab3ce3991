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
