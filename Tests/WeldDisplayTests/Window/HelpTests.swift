import Testing
import WeldPlatform

@Suite("What --help says about the window")
struct HelpTests {
    @Test("every option of the window, word by word")
    func options() throws {
        let help = try EditorProcess.output(of: ["--help"])
        #expect(
            help.contains(
                """
                  --headless              Reads the pictures without showing them: no window.

                """))
        #expect(
            help.contains(
                """
                  --fullscreen            Asks the compositor for the whole screen.
                  --present-mode MODE     How pictures wait for the screen: mailbox (if not
                                          given), the newest replaces the one that waits, or
                                          fifo, each is shown.
                  --blit WAY              How a picture gets into the window: copy, where size
                                          and format allow it, or draw, the original's triangle.
                                          The first that is offered if not given.
                  --upload WAY            How a picture gets to the device: import, which reads
                                          the runtime's slot in place, or staging, which copies
                                          it. The first that is offered if not given.
                  --validation on|off     Lets the Vulkan validation layer check every call,
                                          synchronization included; it must be installed, and is
                                          asked first whether it is silent. off if not given.

                """))
        #expect(help.contains("  17  no window or no GPU\n"))
    }
}
