import WeldContract
import WeldPlatform
import WeldStub
import WeldTransport
import WeldViewport
import WeldWire

// What the life asks for, done.
extension Editor {
    /// Does one action.
    mutating func perform(_ action: EditorLife.Action) {
        switch action {
        case .launch:
            launch()
        case .announceReady(let epoch):
            services.events.emit(.ready(epoch: epoch))
        case .sendFirstRequests:
            sendFirstRequests()
        case .sendHeartbeat:
            send { (session) throws(TransportError) in try session.sendHeartbeat() }
        case .reportMissedHeartbeat(let silence):
            services.events.emit(.heartbeatMissed(silentNanoseconds: silence))
        case .reportPause(let pause):
            services.events.emit(.paused(nanoseconds: pause))
        case .dismiss(let loss):
            dismiss(loss)
        case .bury(let loss):
            bury(loss)
        case .announceRestarting(let deaths):
            services.events.emit(.restarting(deaths: deaths))
        case .announceRestarted(let epoch):
            services.events.emit(.restarted(epoch: epoch))
            services.log("runtime \(epoch) took over")
        case .announceStopping(let reason):
            services.hold.reach(.shutdown)
            services.events.emit(.stopping(reason: reason.rawValue))
        case .sendShutdown:
            send { (session) throws(TransportError) in try session.sendShutdown() }
        case .terminate:
            force(Signals.terminate)
        case .kill:
            force(Signals.kill)
        case .end(let code):
            end(code)
        }
    }

    private mutating func sendFirstRequests() {
        if let rate = services.settings.requestsPerSecond {
            requestPacer = RequestPacer(perSecond: rate, start: MonotonicClock.now())
        }
        send { (session) throws(TransportError) in try session.sendFirstRound() }
        services.hold.reach(.idle)
    }

    /// Ends a connection of which nobody said Hello, and awaits the next.
    private mutating func dismiss(_ loss: EditorLife.Loss) {
        services.events.emit(.peerGone(how: loss.name, detail: loss.detail))
        session?.close()
        session = nil
        emptyDoor()
    }

    /// Reports the death first: the time from the kill to this event is what a gate measures.
    private mutating func bury(_ loss: EditorLife.Loss) {
        noticeLate(death: life.deaths)
        services.events.emit(.peerGone(how: loss.name, detail: loss.detail))
        services.log("lost the runtime: \(loss.detail)")
        session?.close()
        if case .childEnded = loss { nameLastError() }
        session = nil
        spoilBurial()
        // Where it is nobody's child it may live on, and draw.
        region.region.dismissWriter()
        reap()
        emptyDoor()
    }

    /// A runtime that broke the protocol and ended was seen to end first: its fault is still named.
    private func nameLastError() {
        guard let error = session?.error, let name = error.wireName else { return }
        services.events.emit(.wireError(name: name, cause: error.description))
    }

    /// How long a runtime that ends at once may take from the end of its connection to its own.
    private static let ownEnd: Duration = .milliseconds(100)

    /// Kills what may still run and waits for its end; SIGKILL leaves it no choice.
    private mutating func reap() {
        // What it ended with by itself is worth a moment.
        if life.diedAtOnce { _ = try? child?.wait(until: .after(Self.ownEnd)) }
        guard let pid = child?.pid else { return }
        _ = try? child?.kill(Signals.kill)
        let status = try? child?.wait(until: .after(.seconds(5)))
        child = nil
        lastStatus = status
        var word = "unknown"
        if let status { word = reading(of: status) }
        services.events.emit(.reaped(child: pid, status: word))
    }

    private mutating func force(_ signal: Int32) {
        guard let pid = child?.pid else { return }
        services.events.emit(.forced(signal: signal, child: pid))
        services.log("the runtime does not end, sending signal \(signal)")
        _ = try? child?.kill(signal)
    }

    private mutating func end(_ code: ExitCode) {
        session?.close()
        session = nil
        reap()
        words?.finish()
        if code == .peerDiedTwice { nameOwnError() }
        exitCode = spoiled(code)
    }
}

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
            // A window holds memory with every picture; once a second it is told how much.
            if viewer.window != nil { services.events.emit(.memory(.current())) }
        case .shutdownAck:
            tell(.shutdownAcked)
        case .log(let line):
            let text =
                services.settings.sabotages.has(.readPastNul)
                ? String(decoding: line.text.indices.map { line.text[$0] }, as: UTF8.self)
                : FixedText.decode(line.text)
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
