import Testing
import WeldWire

@Suite("The editor's half of the handshake")
struct EditorHandshakeTests {
    typealias Event = EditorHandshake.Event

    static let hello = ProtocolHello(
        engineVersion: "1.2.3", buildHash: "abc", capabilities: .shmHandoff)

    static func header(version: UInt16 = 1) -> FrameHeader {
        FrameHeader(version: version, type: .protocolHello, sequence: 77, payloadLength: 64)
    }

    @Test("a Hello of our version is accepted under its number")
    func accept() {
        var handshake = EditorHandshake()
        #expect(
            handshake.handle(.hello(Self.hello, Self.header()))
                == .accept(ProtocolHelloAck(accepted: true), sequence: 77, peer: Self.hello))
        #expect(handshake.state == .done)
    }

    @Test(
        "a foreign version, in header or body, is answered in the header's own version",
        arguments: [
            (2, 2, 2), (2, 1, 2), (1, 2, 2), (0, 0, 0), (0xFFFF, 0xFFFF, 0xFFFF), (3, 2, 3),
        ] as [(UInt16, UInt16, UInt16)])
    func foreignVersion(inHeader: UInt16, inBody: UInt16, theirs: UInt16) {
        var hello = Self.hello
        hello.protocolVersion = inBody
        var handshake = EditorHandshake()
        let action = handshake.handle(.hello(hello, Self.header(version: inHeader)))
        let failure = HandshakeFailure.versionMismatch(ours: 1, theirs: theirs)
        let reason =
            "protocol version mismatch: the editor speaks 1, the runtime speaks \(theirs)"
        #expect(
            action
                == .reject(
                    ProtocolHelloAck(accepted: false, reason: reason), sequence: 77,
                    version: inHeader, failure: failure))
        #expect(handshake.state == .failed(failure))
    }

    @Test(
        "what is no Hello ends the handshake",
        arguments: [
            (.other(.echoReply), .unexpected(.echoReply)), (.deadlinePassed, .deadlinePassed),
            (.peerGone, .peerGone),
        ] as [(Event, HandshakeFailure)])
    func failures(event: Event, failure: HandshakeFailure) {
        var handshake = EditorHandshake()
        #expect(handshake.handle(event) == .close(failure))
        #expect(handshake.state == .failed(failure))
    }

    @Test("a second Hello closes an accepted connection")
    func secondHello() {
        var handshake = EditorHandshake()
        _ = handshake.handle(.hello(Self.hello, Self.header()))
        #expect(
            handshake.handle(.hello(Self.hello, Self.header()))
                == .close(.unexpected(.protocolHello)))
    }

    @Test(
        "what comes after the end of the handshake is none of its business",
        arguments: [.other(.echoReply), .deadlinePassed, .peerGone] as [Event])
    func afterEnd(event: Event) {
        var handshake = EditorHandshake()
        _ = handshake.handle(.hello(Self.hello, Self.header()))
        #expect(handshake.handle(event) == .none)
        #expect(handshake.state == .done)
    }

    @Test("a failed handshake stays failed and says nothing more")
    func afterFailure() {
        var handshake = EditorHandshake()
        _ = handshake.handle(.deadlinePassed)
        #expect(handshake.handle(.hello(Self.hello, Self.header())) == .none)
        #expect(handshake.handle(.peerGone) == .none)
        #expect(handshake.state == .failed(.deadlinePassed))
    }

    @Test("capabilities are the wire page's bits")
    func capabilities() {
        #expect(Capabilities.gpuSharedFramebuffer.rawValue == 1)
        #expect(Capabilities.shmHandoff.rawValue == 2)
        #expect(Capabilities.knowsEntities.rawValue == 4)
        #expect(Self.hello.capabilities == 2)
        #expect(Self.hello.protocolVersion == 1)
    }
}
