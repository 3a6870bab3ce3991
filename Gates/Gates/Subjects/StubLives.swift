internal import WeldContract

/// What two lives that nobody disturbs must not show, whatever is judged of their pictures.
enum StubLives {
    /// Returns what must not happen in a life that nobody disturbs, in words: a wrong reply, a frame
    /// that breaks the protocol, a runtime that ended.
    ///
    /// A silence that was too long is none of it: a host can make one.
    static func disturbances(in events: some Collection<EventRecord>) -> [String] {
        let isSilent = events.contains { $0.kind == .heartbeatMissed }
        return events.compactMap { record in
            switch record.event {
            case .wrongReply(let type, let sequence): "a reply \(type) \(sequence) is wrong"
            case .wireError(let name, _): "\(record.role.rawValue): \(name)"
            case .restarting where !isSilent: "the runtime ended and was replaced"
            default: nil
            }
        }
    }
}
