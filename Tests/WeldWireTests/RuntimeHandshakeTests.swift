import Testing
import WeldWire

@Suite("The runtime's half of the handshake")
struct RuntimeHandshakeTests {
    typealias Event = RuntimeHandshake.Event

    static func header(version: UInt16 = 1) -> FrameHeader {
        FrameHeader(version: version, type: .protocolHelloAck, sequence: 1, payloadLength: 140)
    }

    static func connected() -> RuntimeHandshake {
        var handshake = RuntimeHandshake(hello: EditorHandshakeTests.hello)
        _ = handshake.handle(.connected)
        return handshake
    }

    @Test("once connected it says Hello, and only once")
    func hello() {
        var handshake = RuntimeHandshake(hello: EditorHandshakeTests.hello)
        #expect(handshake.state == .idle)
        #expect(handshake.handle(.connected) == .sendHello(EditorHandshakeTests.hello))
        #expect(handshake.state == .awaitingAck)
        #expect(handshake.handle(.connected) == .none)
    }

    @Test("any accepted value but zero opens the connection", arguments: [1, 2, 255] as [UInt8])
    func accepted(value: UInt8) {
        var ack = ProtocolHelloAck(accepted: true)
        ack.accepted = value
        var handshake = Self.connected()
        #expect(handshake.handle(.ack(ack, Self.header())) == .open)
        #expect(handshake.state == .done)
    }

    @Test(
        "a rejection keeps the editor's reason, whatever its version",
        arguments: [1, 2] as [UInt16])
    func rejected(version: UInt16) {
        var handshake = Self.connected()
        let ack = ProtocolHelloAck(accepted: false, reason: "no")
        #expect(
            handshake.handle(.ack(ack, Self.header(version: version)))
                == .close(.rejected(reason: "no")))
        #expect(handshake.state == .failed(.rejected(reason: "no")))
    }

    @Test("an acceptance in a foreign version is a mismatch")
    func foreignAcceptance() {
        var handshake = Self.connected()
        #expect(
            handshake.handle(.ack(ProtocolHelloAck(accepted: true), Self.header(version: 2)))
                == .close(.versionMismatch(ours: 1, theirs: 2)))
    }

    static let failures: [(Event, HandshakeFailure)] = [
        (.other(.echo), .unexpected(.echo)), (.deadlinePassed, .deadlinePassed),
        (.peerGone, .peerGone),
    ]

    @Test("what is no answer ends the handshake", arguments: failures, [false, true])
    func failure(expected: (event: Event, failure: HandshakeFailure), isConnected: Bool) {
        var handshake =
            isConnected
            ? Self.connected() : RuntimeHandshake(hello: EditorHandshakeTests.hello)
        #expect(handshake.handle(expected.event) == .close(expected.failure))
        #expect(handshake.state == .failed(expected.failure))
    }

    @Test("an answer before the Hello, or a second one, closes", arguments: [false, true])
    func unaskedAck(isSecond: Bool) {
        var handshake = RuntimeHandshake(hello: EditorHandshakeTests.hello)
        let ack = Event.ack(ProtocolHelloAck(accepted: true), Self.header())
        if isSecond {
            _ = handshake.handle(.connected)
            _ = handshake.handle(ack)
        }
        #expect(handshake.handle(ack) == .close(.unexpected(.protocolHelloAck)))
    }

    @Test(
        "what comes after the end of the handshake is none of its business",
        arguments: [.other(.echo), .deadlinePassed, .peerGone, .connected] as [Event])
    func afterEnd(event: Event) {
        var handshake = Self.connected()
        _ = handshake.handle(.ack(ProtocolHelloAck(accepted: true), Self.header()))
        #expect(handshake.handle(event) == .none)
        #expect(handshake.state == .done)
    }

    @Test(
        "a foreign Hello off the wire is answered with both versions named, in its own",
        arguments: [0, 2, 9] as [UInt16])
    func foreignOverTheWire(version: UInt16) throws {
        var hello = EditorHandshakeTests.hello
        hello.protocolVersion = version
        var decoder = FrameDecoder(anyVersion: true)
        _ = decoder.feed(FrameEncoder.encode(hello, sequence: 4, version: version))
        let header = try #require(try decoder.next()).header
        var editor = EditorHandshake()
        let action = editor.handle(.hello(decoder.body(as: ProtocolHello.self), header))
        guard case .reject(let ack, let sequence, let answerVersion, _) = action else {
            Issue.record("not rejected: \(action)")
            return
        }
        #expect(answerVersion == version)
        #expect(sequence == 4)
        let reason = FixedText.decode(ack.reason)
        #expect(reason.contains("speaks 1") && reason.contains("speaks \(version)"))
    }

    @Test("both halves open the connection, over the wire")
    func together() throws {
        var runtime = RuntimeHandshake(hello: EditorHandshakeTests.hello)
        guard case .sendHello(let hello) = runtime.handle(.connected) else {
            Issue.record("no Hello")
            return
        }
        var editorSide = FrameDecoder(anyVersion: true)
        _ = editorSide.feed(FrameEncoder.encode(hello, sequence: 1))
        let header = try #require(try editorSide.next()).header
        var editor = EditorHandshake()
        let action = editor.handle(.hello(editorSide.body(as: ProtocolHello.self), header))
        guard case .accept(let ack, let sequence, _) = action else {
            Issue.record("not accepted: \(action)")
            return
        }
        var runtimeSide = FrameDecoder(anyVersion: true)
        _ = runtimeSide.feed(FrameEncoder.encode(ack, sequence: sequence))
        let answer = try #require(try runtimeSide.next()).header
        #expect(
            runtime.handle(.ack(runtimeSide.body(as: ProtocolHelloAck.self), answer)) == .open)
    }
}
