internal import Foundation
internal import GateHost
internal import GateKit
internal import WeldContract

/// A runtime that answers its Shutdown and then ends otherwise than with 0: that is no clean end,
/// and its editor says so (contract.md#exit-codes).
///
/// The real runtime does not do so; a shell around it does.
struct WrappedRuntimeTrial {
    let plan: AttemptPlan
    let recorder: Recorder

    /// Makes the trial.
    func run() throws {
        let wrapper = "\(plan.scratchDirectory)/wrapped-runtime"
        // Two shells lie between the editor and its runtime, which is no child of its child's either.
        let script = "#!/bin/sh\n('\(plan.runtimePath)' \"$@\"; exit 3)\nexit 3\n"
        guard
            FileManager.default.createFile(
                atPath: wrapper, contents: Data(script.utf8),
                attributes: [.posixPermissions: 0o700])
        else { throw SystemError(code: 5, operation: "write", path: wrapper) }
        var wrapped = plan
        wrapped.runtimePath = wrapper
        let start = MonotonicClock.now()
        let editor = try EditorRun(
            "wrapped", plan: wrapped, arguments: ["--size", "64x64"], recorder: recorder)
        guard editor.wait(.editor, .roundChecked, within: .seconds(10)) != nil else {
            throw editor.notReady(since: start)
        }
        try editor.recordEnd(
            as: .peerDiedTwice, DeathMetric.editorEnd, of: "the wrapped runtime",
            within: .seconds(5))
        try editor.recordLeft(by: "the wrapped runtime")
    }
}
