import Testing
import WeldContract
import WeldTransport
import WeldWire

@testable import weld_runtime

@Suite("A runtime's life")
struct RuntimeLifeTests {
    /// Goes through a life and returns what it asked for after each input.
    private func live(
        reconnects: Bool = false, _ inputs: [RuntimeLife.Input]
    ) -> [RuntimeLife.Action?] {
        var life = RuntimeLife(reconnects: reconnects)
        return inputs.map { life.handle($0) }
    }

    @Test("a Shutdown ends it at once, and leaves the living editor's things alone")
    func shutdown() {
        let actions = live([.start, .connected, .sessionEnded(.shutdown)])
        #expect(actions == [.connect, .serve, .end(.clean)])
    }

    @Test("an editor that is gone is cleaned up after, and that is a clean end")
    func editorGone() {
        let actions = live([
            .start, .connected, .sessionEnded(.editorGone(.endOfStream)),
            .cleanedUp(isEditorDead: true),
        ])
        #expect(actions == [.connect, .serve, .removeRemains, .end(.clean)])
    }

    @Test(
        "any other end has its code, without a look at what there is",
        arguments: [
            (SessionEnd.region("small"), ExitCode.region),
            (.handshake(.rejected(reason: "no")), .handshake),
            (.fault(.wire(.invalidMagic)), .protocolError),
        ])
    func otherEnds(end: SessionEnd, code: ExitCode) {
        #expect(live([.start, .connected, .sessionEnded(end)]).last == .end(code))
    }

    @Test(
        "who cannot connect looks for a dead editor's things and ends with 11",
        arguments: [true, false])
    func cannotConnect(isEditorDead: Bool) {
        let actions = live([.start, .cannotConnect, .cleanedUp(isEditorDead: isEditorDead)])
        #expect(actions == [.connect, .removeRemains, .end(.connection)])
    }

    @Test("with --reconnect a lost connection is followed by another, until the editor is dead")
    func reconnects() {
        let actions = live(
            reconnects: true,
            [
                .start, .connected, .sessionEnded(.fault(.wire(.invalidMagic))), .connected,
                .sessionEnded(.editorGone(.endOfStream)), .cannotConnect,
                .cleanedUp(isEditorDead: true),
            ])
        #expect(
            actions == [
                .connect, .serve, .connect, .serve, .connect, .removeRemains, .end(.clean),
            ])
    }

    @Test("an editor that says no is not asked again")
    func rejected() {
        let actions = live(
            reconnects: true,
            [.start, .connected, .sessionEnded(.handshake(.rejected(reason: "no")))])
        #expect(actions.last == .end(.handshake))
    }

    @Test("what cannot happen now changes nothing")
    func impossible() {
        var life = RuntimeLife(reconnects: true)
        #expect(life.handle(.connected) == nil)
        #expect(life.handle(.cleanedUp(isEditorDead: true)) == nil)
        #expect(life.state == .idle)
        _ = life.handle(.start)
        #expect(life.handle(.start) == nil)
        #expect(life.handle(.sessionEnded(.shutdown)) == nil)
        #expect(life.state == .connecting)
        _ = [RuntimeLife.Input.connected, .sessionEnded(.shutdown)].map { life.handle($0) }
        #expect(life.state == .ended(.clean))
        #expect(life.handle(.cannotConnect) == nil)
    }
}
