import WeldContract
import WeldStub

/// What every part of the editor uses: settings, events, log, holds.
struct EditorServices: Sendable {
    let settings: EditorSettings
    let events: EventWriter
    let hold: HoldPoint<EditorPhase>
    let faults: WireFaults
    let log = Log(program: "weld-editor")
}
