internal import GateKit
internal import WeldContract

/// What a trial of G4 does; a control needs only those that its fault shows in.
enum RuntimeTrial: CaseIterable {
    /// A runtime that has nothing to do is killed.
    case kill
    /// The same, and its successor too.
    case killTwice
    /// One runtime after the other is killed.
    case restarts
    /// A runtime is stopped.
    case stop
    /// An editor is stopped.
    case pause
    /// Nothing happens to an idle pair.
    case idleLife
    /// Nothing happens to a busy pair.
    case busyLife

    /// Where a fault shows.
    static func showing(_ control: Control) -> RuntimeTrial {
        switch SabotageName(rawValue: control.name) {
        case .ignoreHeartbeat, .silenceLimit: .stop
        case .blamePause: .pause
        case .heartbeatEvery: .idleLife
        case .leakPerDraw: .busyLife
        case .leakPerRestart: .restarts
        case .cleanSecondDeath: .killTwice
        default: .kill
        }
    }
}

extension AttemptPlan {
    /// The trials that an attempt makes: all, or those that its controls need.
    var runtimeTrials: Set<RuntimeTrial> {
        isControl ? Set(controls.map(RuntimeTrial.showing)) : Set(RuntimeTrial.allCases)
    }
}

extension G4Gate {
    /// The sabotaged attempts.
    ///
    /// Faults share one where none changes what another's check counts: a late start would hide
    /// late pictures, a clean second death shows in no other trial. Times are asked at two doses,
    /// below and above three times the limit where the wait allows it.
    static let controlAttempts: [ControlAttempt] = [
        [Control(.noRestart, also: ["g4.viewport-moves", "g4.editor-ended"])],
        [
            Control(.slowDetect, for: .milliseconds(120), also: lateDeath),
            Control(.leakDescriptorPerRestart), Control(.misreadDeath), Control(.oldEpoch),
            Control(.wrongEnd), Control(.descriptorNoCloseOnExec, violates: "g4.close-on-exec"),
        ],
        [Control(.cleanSecondDeath), Control(.leakPerRestart, also: ["g4.resident"])],
        .long(Control(.slowDetect, for: .milliseconds(300), also: lateDeath)),
        .long(Control(.restartLate, for: .milliseconds(600), also: ["g4.viewport-moves"])),
        .long(Control(.restartLate, for: .milliseconds(1_500), also: ["g4.viewport-moves"])),
        .long(Control(.latePictures, for: .milliseconds(600))),
        .long(Control(.latePictures, for: .milliseconds(1_500))),
        .long(Control(.ignoreHeartbeat)),
        .long(
            Control(.heartbeatEvery, for: .milliseconds(500), violates: "g4.heartbeats-early"),
            Control(.silenceLimit, for: .milliseconds(2_400), violates: "g4.heartbeat-patient")),
        .long(
            Control(.heartbeatEvery, for: .milliseconds(1_500)),
            Control(.silenceLimit, for: .milliseconds(4_200)),
            Control(.leakPerDraw, also: ["g4.resident"]),
            Control(.leakPerDraw, violates: "g4.resident", also: ["g4.life-heap"])),
        .long(Control(.heartbeatEvery, for: .seconds(2)), Control(.blamePause)),
    ]

    private static let lateDeath = ["g4.recovered", "g4.viewport-moves"]
}
