internal import GateKit
internal import WeldPlatform

extension EventReader {
    /// Counts the stub's announcement of the plan's sabotage, and makes a sabotage that nobody
    /// asked for a fault: samples of a sabotaged stub must never pass for real ones.
    func confirmSabotage(_ plan: AttemptPlan, recorder: Recorder) {
        guard let control = plan.control else {
            drain()
            if let stray = events.first(where: { $0.name == "sabotage" }) {
                recorder.fault(
                    .harness, "the \(stray.role) of a real attempt announced a sabotage")
            }
            return
        }
        let announced = wait(until: .after(.seconds(2))) { event in
            event.name == "sabotage" && event.fields["name"] == control.name
                && event.role == control.subject.rawValue
        }
        if announced != nil { recorder.count(Control.announcementMetric) }
    }
}
