/// Thrown by a procedure that cannot go on because of what the system under test did: it becomes a
/// violation of the attempt, where any other error is a fault of the judge's side.
public struct SubjectFailure: Error, Hashable, Sendable {
    /// What the system under test did.
    public var violation: Violation

    /// Creates a failure of the given kind.
    public init(_ kind: Violation.Kind, _ text: String) {
        violation = Violation(kind, text)
    }
}
