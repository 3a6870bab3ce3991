/// The series of the descriptor-passing attempt: each sample is a trial, 0 when it held.
enum DescriptorMetric {
    /// What was read back is what the runtime was told to write.
    static let bytes = "handles.bytes"
    /// A descriptor that was sent was received.
    static let arrived = "handles.arrived"
    /// Everything of a batch came in order, as the same objects.
    static let order = "handles.order"
    /// A received descriptor is close-on-exec.
    static let closeOnExec = "handles.close-on-exec"
    /// A batch over the limit was refused, and nothing leaked or left.
    static let overLimit = "handles.over-limit"
    /// A hostile frame met its documented error, and the connection was closed.
    static let errorNamed = "handles.error-named"
    /// A descriptor that came with a hostile frame was closed.
    static let closedOnError = "handles.closed-on-error"
    /// Nothing that was ever sent is still open in the runtime.
    static let identity = "handles.identity"
    /// A passed pipe reports its end once the receiver is done with it.
    static let liveness = "handles.liveness"
    /// The receiver's copy outlived the sender.
    static let senderKilled = "handles.sender-killed"
    /// The region cannot be truncated by its receiver, and the editor lives on.
    static let sealed = "handles.region-sealed"
    /// How often a kind of object was passed; the kind follows.
    static let kindPrefix = "handles.kind."
    /// How often a number of descriptors at once was passed; the number follows.
    static let batchPrefix = "handles.batch."
}
