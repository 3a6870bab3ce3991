import WeldContract
import WeldStub
import WeldTransport
import WeldWire

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
            services.events.emit(
                .wireError(name: error.wireName ?? "transport", cause: error.description))
            services.log(error.description)
        case .handshake(let failure):
            services.log(failure.description)
        case .region(let reason):
            services.log(reason)
        }
    }
}
