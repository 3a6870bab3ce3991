import WeldContract
import WeldStub

/// What every part of the runtime uses: settings, events, log, holds.
struct RuntimeServices: Sendable {
    let settings: RuntimeSettings
    let identity: BuildIdentity
    let events: EventWriter
    let hold: HoldPoint<RuntimePhase>
    let faults: WireFaults
    let log = Log(program: "weld-runtime")
}
