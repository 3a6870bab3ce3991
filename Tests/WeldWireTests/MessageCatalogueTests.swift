import Testing
import WeldWire

@Suite("Message catalogue")
struct MessageCatalogueTests {
    @Test("the documentation table has a row a message, in order")
    func table() throws {
        let lines = MessageCatalogue.documentationTable().split(separator: "\n")
        #expect(lines.count == 16)
        #expect(
            lines[2]
                == "| 1 | ProtocolHello | R to E | first | 0 u16 protocol_version, 2 u16 _pad0, "
                + "4 [32]u8 engine_version, 36 [16]u8 build_hash, 52 u32 capabilities | 56 | 80 | "
                + "0x5d540e38637b6308 |")
        #expect(
            lines[13]
                == "| 12 | ShutdownAck | R to E | reply to Shutdown | 0 u8 _reserved | 1 | 25 | "
                + "0x0c2fa88571752870 |")
        #expect(
            lines[15]
                == "| 14 | ShmRegionsHandoff | E to R | carries descriptors | 0 u32 region_count, "
                + "4 u32 _pad0, 8 [8]ShmRegionDescriptor regions "
                + "{0 [32]u8 logical_name, 32 u64 size} | 328 | 352 | 0x788b912af6eb7f0e |")
    }

    @Test("every message that asks has one reply, from the other side")
    func replies() {
        for type in MessageType.allCases {
            let replies = MessageType.allCases.filter { $0.descriptor.pattern == .reply(to: type) }
            let asks = [.first, .request].contains(type.descriptor.pattern)
            #expect(replies.count == (asks ? 1 : 0))
            #expect(type.reply == replies.first)
            #expect(replies.allSatisfy { $0.sender == type.sender.peer })
        }
    }

    @Test("the wire errors are the ten of the wire page, in its order")
    func errors() {
        #expect(
            WireError.allCases.map(\.rawValue) == [
                "truncatedHeader", "invalidMagic", "protocolVersionMismatch",
                "unknownMessageType", "payloadTooLarge", "payloadSizeMismatch",
                "truncatedPayload", "schemaHashMismatch", "unexpectedMessage",
                "unexpectedHandles",
            ])
        #expect(WireError.allCases.filter(\.isTruncation) == [.truncatedHeader, .truncatedPayload])
    }

    @Test("every failure of a handshake has a sentence of its own")
    func failures() {
        let failures: [HandshakeFailure] = [
            .versionMismatch(ours: 1, theirs: 2), .rejected(reason: "full"),
            .unexpected(.echo), .deadlinePassed, .peerGone,
        ]
        #expect(
            failures.map(\.description) == [
                "protocol version mismatch: we speak 1, the peer speaks 2",
                "the editor rejected the handshake: full",
                "Echo does not belong into the handshake",
                "the handshake was not done within 2.0 seconds",
                "the peer left during the handshake",
            ])
    }

    @Test("levels of the log are the wire page's numbers")
    func levels() {
        #expect(LogLevel.allCases.map(\.rawValue) == [0, 1, 2, 3, 4])
        #expect(LogLevel.err.rawValue == 4)
    }
}
