internal import GateKit
internal import WeldContract
internal import WeldPlatform

extension EventReader {
    /// Counts the stub's announcement of the plan's sabotage, and makes a sabotage that nobody
    /// asked for a fault: samples of a sabotaged stub must never pass for real ones.
    func confirmSabotage(_ plan: AttemptPlan, recorder: Recorder) {
        guard let control = plan.control else {
            drain()
            if let stray = events.first(where: { $0.kind == .sabotage }) {
                recorder.fault(
                    .harness, "the \(stray.role.rawValue) of a real attempt announced a sabotage")
            }
            return
        }
        let announced = wait(until: .after(.seconds(2))) { event in
            guard case .sabotage(let name, _) = event.event else { return false }
            return name == control.name && event.role == control.subject.process
        }
        if announced != nil { recorder.count(Control.announcementMetric) }
    }
}
