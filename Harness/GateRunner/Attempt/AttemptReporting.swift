import Foundation
import GateKit
import Synchronization

/// Whom the watch of an attempt tells what; every closure is called from the watch's thread.
struct AttemptReporting: Sendable {
    /// A message arrived; what comes back is stored of it.
    var heard: @Sendable (AttemptMessage) -> StoredEvidence?
    /// The attempt wrote to its standard error.
    var heardError: @Sendable (ArraySlice<UInt8>) -> Void
    /// Stores evidence.
    var append: @Sendable ([StoredEvidence]) -> Result<Void, JournalError>
    /// Keeps a text as an artefact and returns the evidence that names it.
    var keepEvidence: @Sendable (String) -> StoredEvidence?

    /// Stores evidence; throws what the store says.
    func store(_ evidence: [StoredEvidence]) throws(JournalError) {
        try append(evidence).get()
    }

    /// Asks for stacks and waits for them; this thread has nothing better to do meanwhile.
    func stacks(_ pids: [Int32], within limit: Duration) -> String {
        let done = DispatchSemaphore(value: 0)
        let text = ResultBox<String>()
        Task.detached {
            text.put(await StackEvidence.gather(pids, within: limit))
            done.signal()
        }
        done.wait()
        return text.take() ?? ""
    }
}

/// Carries one value from one thread to another.
private final class ResultBox<Value: Sendable>: Sendable {
    private let value = Mutex<Value?>(nil)

    /// Leaves the value.
    func put(_ new: Value) { value.withLock { $0 = new } }

    /// Takes the value away.
    func take() -> Value? {
        value.withLock { held in
            defer { held = nil }
            return held
        }
    }
}
