internal import GateHost
internal import GateKit
internal import WeldContract

/// A stub whose events have no room and nobody who reads them: it loses the lines, goes on as if nothing
/// were, and ends with 16 once the other end is gone (contract.md#events).
///
/// There is no room before the stub begins, so the very first line meets that.
struct FullEventsTrial {
    private let kind: FullChannel.Kind
    private let plan: AttemptPlan
    private let recorder: Recorder

    private static let patience: Duration = .seconds(5)

    /// - Parameter kind: Where the events go.
    init(_ kind: FullChannel.Kind, plan: AttemptPlan, recorder: Recorder) {
        self.kind = kind
        self.plan = plan
        self.recorder = recorder
    }

    /// Makes the trial with a stub.
    func run(_ role: SubjectRole) throws {
        try recorder.judging(
            late: "a \(role.rawValue) waited for room for its events in a \(kind.rawValue)",
            wrong: "a \(role.rawValue) without room for its events in a \(kind.rawValue)"
        ) {
            switch role {
            case .editor: try beServed()
            case .runtime: try serve()
            }
        }
    }

    /// A runtime is greeted, and answers.
    private func serve() throws {
        let channel = try FullChannel(kind)
        let editor = try OwnEditor(
            "full-\(kind.rawValue)", plan: plan, eventsDescriptor: channel.writeEnd.rawValue,
            recorder: recorder)
        let peer = try editor.greet()
        let body = [UInt8](repeating: 9, count: 64)
        for number in 2...UInt32(9) {
            try peer.send(OwnFrame(kind: .echo, number: number, body: body).bytes)
            try peer.expect(OwnFrame(kind: .echoReply, number: number, body: body))
        }
        channel.readEnd.close()
        let closed = MonotonicClock.now()
        let status = try editor.wait(within: Self.patience)
        try editor.kill()
        withExtendedLifetime(peer) {}
        try judge(status, since: closed)
    }

    /// An editor answers a Hello.
    private func beServed() throws {
        let channel = try FullChannel(kind)
        let path = "\(plan.scratchDirectory)/full-\(kind.rawValue)-editor.sock"
        let start = MonotonicClock.now()
        var editor = try SubjectProcess(
            .editor, plan: plan,
            arguments: [
                "--headless", "--no-spawn", "--no-heartbeat", "--seconds", "600", "--size",
                "64x64", "--socket", path,
            ], eventsDescriptor: channel.writeEnd.rawValue, recorder: recorder)
        defer { try? RegularFile.remove(path) }
        let peer = try OwnPeer.connecting(to: path, within: Self.patience, since: start)
        try peer.send(OwnFrame.hello(engine: "weld-gates", takesHandoff: true).bytes)
        guard try peer.next()?.kind == .helloAck else {
            throw OwnPeer.Failure.wrong("it did not answer a Hello")
        }
        channel.readEnd.close()
        let closed = MonotonicClock.now()
        let status = try editor.wait(until: .after(Self.patience))
        withExtendedLifetime(peer) {}
        try judge(status, since: closed)
    }

    /// What it ended with once nobody could read its events any more.
    private func judge(_ status: ProcessStatus, since closed: UInt64) throws {
        switch status {
        case .exited(code: ExitCode.watchdog.documented): return
        case .running: throw OwnPeer.Failure.late(since: closed)
        default: throw OwnPeer.Failure.wrong("it ended with \(status) instead of 16")
        }
    }
}

/// What a stub may be told to write its events to, filled until it takes nothing more.
final class FullChannel {
    /// What it is.
    enum Kind: String, CaseIterable {
        case pipe
        case socket
    }

    /// Where a stub writes; it waits for room as long as nobody asks it not to.
    let writeEnd: SharedDescriptor
    /// Where nobody reads.
    let readEnd: SharedDescriptor

    /// Makes one.
    init(_ kind: Kind) throws {
        switch kind {
        case .pipe:
            let ends = try PipeEnds()
            // As large as a stub may ask for, who would have room otherwise.
            try? ends.setCapacity(bytes: 1 << 20)
            try Self.fill(ends.writeEnd)
            writeEnd = SharedDescriptor(adopting: ends.writeEnd)
            readEnd = SharedDescriptor(adopting: ends.readEnd)
        case .socket:
            let ends = try SocketPair()
            try Self.fill(ends.first)
            writeEnd = SharedDescriptor(adopting: ends.first)
            readEnd = SharedDescriptor(adopting: ends.second)
        }
    }

    private static func fill(_ descriptor: borrowing OwnedDescriptor) throws(SystemError) {
        let page = OwnedBytes(count: 4096)
        try descriptor.setNonBlocking()
        while page.write(to: descriptor) != nil {}
        try descriptor.setNonBlocking(false)
    }
}
