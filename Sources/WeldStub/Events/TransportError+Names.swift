internal import WeldContract
public import WeldTransport
internal import WeldWire

extension TransportError {
    /// A word for the `how` of a `peer-gone` event.
    public var shortName: String {
        switch self {
        case .endOfStream: PeerAnswer.endOfStream.rawValue
        case .truncatedStream: PeerAnswer.truncated.rawValue
        case .reset: PeerAnswer.reset.rawValue
        case .brokenPipe: PeerAnswer.brokenPipe.rawValue
        case .timedOut: PeerAnswer.timedOut.rawValue
        case .closed: PeerAnswer.closed.rawValue
        default: wireName ?? "error"
        }
    }

    /// The name of a `wire-error` event: wire-protocol.md's, or what the transport adds to it; nil
    /// for what is no fault of the peer's protocol.
    public var wireName: String? {
        switch self {
        case .wire(let error), .truncatedStream(let error): error.rawValue
        case .controlDataTruncated: "controlDataTruncated"
        case .stalled: "stalled"
        default: nil
        }
    }
}
