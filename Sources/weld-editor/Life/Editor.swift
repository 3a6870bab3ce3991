import WeldContract
import WeldPlatform
import WeldStub
import WeldTransport
import WeldViewport
import WeldWire

/// The thin shell around ``EditorLife``, on one thread that never draws.
///
/// It waits for whatever happens, hands it in, and does what comes out.
struct Editor: ~Copyable {
    let services: EditorServices
    let region: EditorRegion
    let listener: Listener
    let launcher: RuntimeLauncher
    let signals: SignalReceiver
    let viewer: Viewer
    var life: EditorLife
    var child: ChildProcess?
    var session: RuntimeSession?
    var connections: UInt64 = 0
    var exitCode: ExitCode?
    var requestPacer: RequestPacer?
    var door: Door
    var lobby = Lobby()
    /// When the session began, on the monotonic clock.
    var sessionBegan: UInt64 = 0
    /// The start of a runtime that the system has refused so far.
    var pendingLaunch: PendingLaunch?
    /// How the last runtime ended; nil before one did.
    var lastStatus: ProcessStatus?
    /// What the runtime writes, where that is passed on.
    var words: LastWords?
    /// The death that `slow-detect` has delayed already.
    var delayedDeath: UInt32?
    private let endOfLife: UInt64
    /// What a reading thread brought last; kept for its memory.
    private var inbox: [RuntimeNews] = []
    private var stopAsked = false

    init(
        _ stage: consuming EditorStage, services: EditorServices, viewer: Viewer
    ) throws(SystemError) {
        let signals = try SignalReceiver(blocking: [Signals.terminate, Signals.interrupt])
        self.services = services
        door = Door(spares: signals.descriptor)
        self.signals = signals
        self.viewer = viewer
        region = stage.region
        launcher = stage.launcher
        listener = stage.takeListener()
        let settings = services.settings
        life = EditorLife(
            EditorLife.Rules(
                spawns: settings.spawns, keepsAccepting: settings.keepsAccepting,
                beats: settings.beats, restarts: !settings.sabotages.has(.noRestart),
                mindsSilence: !settings.sabotages.has(.ignoreHeartbeat),
                beatNanoseconds: settings.sabotages[.heartbeatEvery]?.nanoseconds
                    ?? ContractTime.heartbeat,
                silenceNanoseconds: settings.sabotages[.silenceLimit]?.nanoseconds
                    ?? ContractTime.heartbeatTimeout,
                forgivesPauses: !settings.sabotages.has(.blamePause)))
        endOfLife = MonotonicClock.now() + settings.seconds * 1_000_000_000
    }

    /// Lives and returns the code to end with.
    mutating func run() -> ExitCode {
        tell(.start)
        while true {
            if let exitCode { return exitCode }
            waitForSomething()
            readNews()
            words?.relay()
            lookAtChild()
            launchIfPending()
            // Before whoever is awaited is served: it may give way to one of those.
            lookAtLobby()
            acceptIfAwaited()
            sendDueRequests()
            lookAtWindow()
            lookAtClock()
        }
    }

    /// Hands an input to the life and does what it answers.
    mutating func tell(_ input: EditorLife.Input) {
        for action in life.handle(input, now: MonotonicClock.now()) { perform(action) }
    }

    // MARK: - What can happen

    private func waitForSomething() {
        var entries = [
            PollEntry(signals.descriptor.rawValue, for: .readable)
        ]
        switch child {
        case .some(let child):
            entries.append(PollEntry(child.pidDescriptor.rawValue, for: .readable))
        case .none: break
        }
        // Only what will be acted upon: anything else that is readable would make this loop spin.
        if let session {
            entries.append(PollEntry(session.news.descriptor, for: .readable))
        }
        if let words, !words.isOver { entries.append(PollEntry(words.descriptor, for: .readable)) }
        let isListened = awaitsConnection || lobbyOpensAt <= MonotonicClock.now()
        if isListened, door.isOpen {
            entries.append(PollEntry(listener.descriptor, for: .readable))
        }
        if let window = viewer.window, !stopAsked {
            entries.append(PollEntry(window.descriptor, for: .readable))
        }
        var wakeUp = life.wakeUp
        if !stopAsked { wakeUp = min(wakeUp, endOfLife) }
        if let requestPacer, life.state == .serving { wakeUp = min(wakeUp, requestPacer.due) }
        if isListened, !door.isOpen { wakeUp = min(wakeUp, door.opensAt) }
        if !isListened { wakeUp = min(wakeUp, lobbyOpensAt) }
        if !lobby.isEmpty, session == nil || isListened {
            wakeUp = min(wakeUp, MonotonicClock.now() + Lobby.pause)
        }
        if let pendingLaunch { wakeUp = min(wakeUp, pendingLaunch.next) }
        _ = try? Poll.wait(&entries, until: Deadline(nanoseconds: wakeUp))
    }

    private mutating func readNews() {
        guard let current = session else { return }
        var inbox: [RuntimeNews] = []
        swap(&inbox, &self.inbox)
        current.news.takeAll(into: &inbox)
        // What one of them leads to may end the session: then the rest is about nobody.
        for news in inbox where session === current { handle(news) }
        swap(&inbox, &self.inbox)
    }

    private mutating func lookAtChild() {
        guard let status = try? child?.wait(until: .immediately), status != .running else {
            return
        }
        let pid = child?.pid ?? 0
        child = nil
        lastStatus = status
        noticeLate(death: life.deaths + 1)
        let word = reading(of: status)
        services.events.emit(.reaped(child: pid, status: word))
        // What it still said before it ended comes first, and may be the news of its death: then
        // the one that lives now is another.
        let deaths = life.deaths
        readNews()
        if life.deaths == deaths { tell(.childEnded(status)) }
    }

    private mutating func lookAtWindow() {
        guard !stopAsked, let end = viewer.window?.end else { return }
        stopAsked = true
        giveUpLaunch()
        tell(.stop(end.stopReason))
    }

    private mutating func lookAtClock() {
        let now = MonotonicClock.now()
        let isSignalled = ((try? signals.next(until: .immediately)) ?? nil) != nil
        if !stopAsked, isSignalled || now >= endOfLife {
            stopAsked = true
            giveUpLaunch()
            tell(.stop(isSignalled ? .signal : .timeIsUp))
        }
        if now >= life.wakeUp { tell(.tick) }
    }

    private mutating func sendDueRequests() {
        guard session != nil, requestPacer != nil, life.state == .serving else { return }
        let due = requestPacer?.take(now: MonotonicClock.now()) ?? 0
        guard due > 0 else { return }
        send { (session) throws(TransportError) in try session.sendRequests(due) }
    }
}
