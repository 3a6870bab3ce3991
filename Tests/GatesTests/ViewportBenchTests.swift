import Foundation
import Testing
import WeldPlatform

@testable import Gates

@Suite("The viewport bench")
struct ViewportBenchTests {
    @Test("The bench measures publishing, waking, taking and judging, and what passes is whole")
    func complete() throws {
        let cost = try ViewportBench.run(seconds: 1)
        #expect(cost.publishNanoseconds > 0 && cost.lookNanoseconds > 0)
        #expect(cost.witnessNanoseconds > 0)
        #expect(cost.publishToWake.pictures > 0 && cost.publishToWake.medianNanoseconds > 0)
        #expect(cost.sustained.map(\.width) == [1280, 3840])
        #expect(cost.sustained.allSatisfy { $0.due == 60 && $0.read > 0 && $0.faulty == 0 })
    }
}

/// Whether this machine can start the compositor.
private let canStartCompositor =
    FileManager.default.isExecutableFile(atPath: "/usr/bin/sway")
    && (ProcessEnvironment.userID != 0
        || FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv"))

@Suite(
    "The window bench", .serialized,
    .enabled(if: canStartCompositor, "sway, and setpriv for root, start the compositor"))
struct WindowBenchTests {
    private func run(editor: String) throws -> WindowCost {
        let own = try ProcessEnvironment.executablePath()
        let folder = URL(fileURLWithPath: own).deletingLastPathComponent()
        return try WindowBench.run(
            editor: folder.appendingPathComponent(editor).path,
            runtime: folder.appendingPathComponent("weld-runtime").path,
            in: NSTemporaryDirectory(), seconds: 1)
    }

    @Test("The bench measures a picture's cost stage by stage, and its age at each place")
    func complete() throws {
        let cost = try run(editor: "weld-editor")
        #expect(cost.upload == "import" && cost.blit == "copy")
        #expect(cost.pictures > 0 && cost.editorNanoseconds > 0)
        #expect(cost.stages.supply > 0 && cost.stages.submit > 0 && cost.stages.present > 0)
        for age in [cost.agePresented, cost.ageShown, cost.ageReplaced] {
            #expect(age.median > 0 && age.median <= age.percentile99)
            #expect(age.percentile99 <= age.worst)
        }
    }

    @Test("Where there is no editor, one sentence says so, and nothing is left behind")
    func noEditor() throws {
        let before = try FileManager.default.contentsOfDirectory(atPath: NSTemporaryDirectory())
        #expect(throws: (any Error).self) { try run(editor: "no-editor") }
        let after = try FileManager.default.contentsOfDirectory(atPath: NSTemporaryDirectory())
        #expect(Set(after.filter { $0.hasPrefix("weld-bench") }).isSubset(of: before))
    }
}
