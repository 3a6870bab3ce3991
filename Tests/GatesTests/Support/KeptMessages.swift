import GateKit
import Synchronization

/// Keeps what is recorded, for a test to look at.
final class KeptMessages: Sendable {
    private let messages = Mutex<[AttemptMessage]>([])

    var recorder: Recorder {
        // A clock gives a time to whatever is not kept without one on purpose.
        Recorder(
            clock: { 7 }, sink: { message in self.messages.withLock { $0.append(message) } })
    }

    func values(_ metric: String) -> [Double] { batches(metric).flatMap(\.values) }

    func batches(_ metric: String) -> [SampleBatch] {
        messages.withLock { $0 }.compactMap { message in
            guard case .samples(let batch) = message, batch.metric == metric else { return nil }
            return batch
        }
    }

    var faults: [HarnessFault] {
        messages.withLock { $0 }.compactMap { message in
            if case .fault(let fault) = message { fault } else { nil }
        }
    }

    var violations: [Violation] {
        messages.withLock { $0 }.compactMap { message in
            if case .violation(let violation) = message { violation } else { nil }
        }
    }
}
