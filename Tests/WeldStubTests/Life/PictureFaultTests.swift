import Testing
import WeldContract
import WeldStub

@testable import weld_editor

@Suite("Sabotages of an editor that takes pictures")
struct PictureFaultTests {
    @Test("without one every picture is shown once")
    func none() {
        var fault = PictureFault(Sabotages())
        for _ in 0..<200 {
            let isLeftOut = fault.leavesOut()
            #expect(!isLeftOut && !fault.repeats)
        }
        #expect(fault.patience(8) == 8)
    }

    @Test("half-shown leaves every second picture out")
    func halfShown() {
        var fault = PictureFault(Sabotages([Sabotage(.halfShown)]))
        let leftOut = (0..<6).map { _ in fault.leavesOut() }
        #expect(leftOut == [false, true, false, true, false, true])
    }

    @Test("repeat-picture repeats one picture in thirty, and busy-look waits for none")
    func repeats() {
        var fault = PictureFault(Sabotages([Sabotage(.repeatPicture), Sabotage(.busyLook)]))
        let repeated = (1...90).filter { _ in
            _ = fault.leavesOut()
            return fault.repeats
        }
        #expect(repeated == [30, 60, 90])
        #expect(fault.patience(8) == 0)
    }

    @Test("an editor takes several faults at once")
    func several() throws {
        let start = try editorSyntax.parse(
            ["--sabotage", "half-shown", "--sabotage", "slow-present=120ms"],
            into: EditorSettings())
        guard case .run(let settings) = start else {
            Issue.record("not an editor's life")
            return
        }
        #expect(settings.sabotages.all.map(\.text) == ["half-shown", "slow-present=120ms"])
    }
}
