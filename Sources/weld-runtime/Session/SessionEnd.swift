import WeldContract
import WeldStub
import WeldTransport
import WeldWire

/// How a connection to the editor ended.
enum SessionEnd: Sendable {
    /// The editor asked for it and got its answer.
    case shutdown
    /// The editor is gone, also in the middle of a frame.
    case editorGone(TransportError)
    /// The handshake failed.
    case handshake(HandshakeFailure)
    /// The region is missing or not what it should be.
    case region(String)
    /// The editor broke the protocol, sent more descriptors than fit, or does not read.
    case fault(TransportError)

    /// Sorts what a connection threw.
    init(_ error: TransportError) {
        self = error.isPeerGone ? .editorGone(error) : .fault(error)
    }

    /// The code that the process ends with.
    var exitCode: ExitCode {
        switch self {
        case .shutdown, .editorGone: .clean
        case .handshake: .handshake
        case .region: .region
        case .fault: .protocolError
        }
    }

    /// Whether `--reconnect` connects again.
    var allowsReconnect: Bool {
        switch self {
        case .editorGone, .fault: true
        // An editor that says no will say it again.
        case .handshake(.rejected), .shutdown, .region: false
        case .handshake: true
        }
    }
}

extension SessionReader {
    /// Says on events and log how the connection ended.
    func report(_ end: SessionEnd) {
        switch end {
        case .shutdown:
            break
        case .editorGone(let error):
            if let name = error.wireName {
                services.events.emit(.wireError(name: name, cause: error.description))
            }
            services.events.emit(.peerGone(how: error.shortName, detail: error.description))
            services.log("the editor is gone: \(error)")
        case .fault(let error):
            let isMisnamed = services.settings.sabotages.has(.wrongErrorName)
            services.events.emit(
                .wireError(
                    name: isMisnamed ? "transport" : error.wireName ?? "transport",
                    cause: error.description))
            services.log(error.description)
        case .handshake(let failure):
            services.log(failure.description)
        case .region(let reason):
            services.log(reason)
        }
    }
}
