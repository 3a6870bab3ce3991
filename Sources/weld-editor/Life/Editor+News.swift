import WeldContract
import WeldPlatform
import WeldStub
import WeldTransport
import WeldWire

// What a runtime says, and what becomes of it.
extension Editor {
    /// Handles news of the living connection.
    mutating func handle(_ news: RuntimeNews) {
        switch news {
        case .greeted(let hello):
            greeted(hello)
        case .handshakeFailed(let failure):
            services.log(failure.description)
            tell(.handshakeFailed(failure))
        case .reply(let reply, let sequence):
            switch session?.judge(reply, sequence: sequence) {
            case .firstEcho: tell(.echoAnswered)
            case .wrong: tell(.lost(.wrongReply))
            case .right, .none: break
            }
        case .heartbeatAck:
            // Before the life notes its own time, so that what a gate counts is never too short.
            services.events.emit(.heartbeatAcked)
            tell(.heartbeatAcked)
        case .shutdownAck:
            tell(.shutdownAcked)
        case .log(let line):
            let text = FixedText.decode(line.text)
            services.events.emit(.logged(level: line.level, text: text))
            services.log("runtime says: \(text)")
        case .ended(let error):
            ended(error)
        }
    }

    /// Sends, and takes a failure as the loss that it is.
    mutating func send(_ body: (RuntimeSession) throws(TransportError) -> Void) {
        guard let session else { return }
        do throws(TransportError) {
            try body(session)
        } catch {
            // Where the peer is gone the reading thread reports it, with the better reason.
            if !error.isPeerGone, error != .closed { ended(error) }
        }
    }

    private mutating func greeted(_ hello: ProtocolHello) {
        guard let session else { return }
        do throws(TransportError) {
            try session.handOver(region, to: hello)
        } catch {
            return error.isPeerGone ? () : ended(error)
        }
        tell(.greeted)
    }

    private mutating func ended(_ error: TransportError) {
        if case .stopping = life.state, error.isPeerGone {
            return tell(.lost(.connection(error)))
        }
        if let name = error.wireName {
            services.events.emit(.wireError(name: name, cause: error.description))
        }
        tell(.lost(.connection(error)))
    }
}

extension EditorLife.Loss {
    /// Sorts what a connection threw.
    static func connection(_ error: TransportError) -> EditorLife.Loss {
        .connection(
            name: error.shortName, detail: error.description,
            isProtocolError: !error.isPeerGone)
    }
}
