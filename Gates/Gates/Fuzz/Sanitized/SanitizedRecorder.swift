internal import GateKit
internal import WeldContract

/// What a part with a sanitizer may say: nothing that any check but its own is judged by.
enum SanitizedRecorder {
    /// Returns a recorder that hands on facts, artefacts and progress under the part's name.
    ///
    /// Samples and events are dropped. Violations and faults become facts: an ambition never turns
    /// the gate.
    static func of(_ part: SanitizedFuzz.Part, forwarding recorder: Recorder) -> Recorder {
        Recorder { message in
            switch message {
            case .fact(let fact):
                recorder.fact("\(part.name), \(fact.key)", fact.value)
            case .violation(let violation):
                recorder.fact("\(part.name), \(violation.kind.rawValue)", violation.text)
            case .fault(let fault):
                recorder.fact("\(part.name), fault of the judge", fault.text)
            case .artefact(let name, let path):
                recorder.record(
                    .artefact(name: "\(part.sanitizer.rawValue)-\(name)", path: path))
            case .progress(let text):
                recorder.progress("\(part.sanitizer.rawValue) sanitizer: \(text)")
            case .samples, .event, .host, .end: break
            }
        }
    }
}
