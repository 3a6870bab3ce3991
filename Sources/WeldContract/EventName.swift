/// The names of all events, as they stand in a line (contract.md#events): here and nowhere else.
public enum EventName: String, CaseIterable, Sendable {
    // Both stubs
    case started
    case sabotage
    case hold
    case connected
    case hello
    case ack
    case handover
    case ready
    case peerGone = "peer-gone"
    case wireError = "wire-error"
    case counts
    case memory
    case exiting

    // Editor
    case swept
    case listening
    case spawned
    case reaped
    case heartbeatAcked = "heartbeat-acked"
    case heartbeatMissed = "heartbeat-missed"
    case paused
    case restarting
    case restarted
    case roundChecked = "round-checked"
    case wrongReply = "wrong-reply"
    case leftOpen = "left-open"
    case logged
    case frameRead = "frame-read"
    case stopping
    case forced

    // Runtime
    case sendBlocked = "send-blocked"
    case framePublished = "frame-published"

    // Handles lab
    case labStep = "lab-step"
    case labSent = "lab-sent"
    case handleReceived = "handle-received"
    case labReadBack = "lab-readback"
    case labLiveness = "lab-liveness"
    case labRefused = "lab-refused"
    case labAnswered = "lab-answered"
    case truncateRefused = "truncate-refused"
    case truncateAllowed = "truncate-allowed"
    case labFile = "lab-file"
    case labDone = "lab-done"

    // Window
    case display
    case window
    case framePresented = "frame-presented"
    case validationMessage = "validation-message"
    case displayEnded = "display-ended"

    // Observer
    case compositorReady = "compositor-ready"
    case pace
    case composited
    case stale
    case stopped
    case observed
    case kept
    case notKept = "not-kept"
    case painted
    case observerFailed = "observer-failed"
}
