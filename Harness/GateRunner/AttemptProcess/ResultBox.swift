import Synchronization

/// Carries one value from one thread to another.
final class ResultBox<Value: Sendable>: Sendable {
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
