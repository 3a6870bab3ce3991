import Testing
import WeldPlatform

/// Short runs of the command `viewport-stress`; CONTRIBUTING says how to run the long one.
@Suite("A writer and a reader without any pause, with an adversary")
struct StressTests {
    @Test(
        "three slots: nothing torn, repeated or out of order",
        arguments: [
            ["--frames", "800", "--adversary", "100"],
            ["--frames", "800", "--adversary", "100", "--threads"],
            ["--frames", "50", "--adversary", "10", "--size", "1280x720"],
        ])
    func threeSlots(arguments: [String]) throws {
        #expect(try stress(arguments) == .exited(code: 0))
    }

    @Test("two slots tear under the same adversary")
    func twoSlots() throws {
        let arguments = ["--viewport", "two-slot", "--frames", "60", "--adversary", "10"]
        #expect(try stress(arguments) == .exited(code: 14))
    }

    private func stress(_ arguments: [String]) throws -> ProcessStatus {
        let own = try ProcessEnvironment.executablePath()
        let folder = own.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        var child = try ChildProcess.spawn(
            path: folder.joined(separator: "/") + "/viewport-stress", arguments: arguments)
        return try child.wait(until: .after(.seconds(200)))
    }
}
