internal import GateKit
internal import WeldContract

/// The one part of an attempt in which controls are performed: the part that sees them.
enum ControlStage: Equatable {
    case window
    /// The milestone's pipeline.
    case draw
    /// Under the validation layer.
    case validation
    /// A larger picture, by its rows.
    case large(height: Int)
    /// A device that is late with everything.
    case slowDevice
    /// Three slots at 60 Hz, without a window.
    case threeSlots
    /// Two slots at 60 Hz.
    case twoSlots
    /// Two slots under the adversary.
    case adversary

    /// Finds the part by the checks that have to see the faults; nil for a real attempt.
    init?(_ controls: [Control]) {
        guard let check = controls.first?.expectedCheck else { return nil }
        self =
            switch check {
            case _ where controls.contains { $0.name == SabotageName.returnSlotEarly.rawValue }:
                .slowDevice
            case "g6.torn-shared": .adversary
            case "g6.validation", "g6.gestures": .validation
            case "g6.read-age", "g6.busy": .threeSlots
            case "g6.two-slot": .twoSlots
            case "g6.1080-torn": .large(height: 1080)
            case "g6.2160-torn": .large(height: 2160)
            case let check where check.hasPrefix("g6.draw-"): .draw
            default: .window
            }
    }
}
