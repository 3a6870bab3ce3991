public import WeldWire

/// Predicts what a stream of bytes must come to, written from wire-protocol.md and not from the
/// decoder: its figures are typed by hand, its checks stand in the page's order.
public enum FrameOracle {
    /// Body sizes by message number (wire-protocol.md#messages).
    public static let bodySizes = [
        1: 56, 2: 132, 3: 64, 4: 64, 5: 4, 6: 8, 7: 56, 8: 8, 9: 8, 10: 16, 11: 1, 12: 1, 13: 272,
        14: 328,
    ]

    /// The original's schema hashes (wire-protocol.md#schema-hash).
    public static let hashes: [(MessageType, UInt64)] = [
        (.protocolHello, 0x5d54_0e38_637b_6308),
        (.protocolHelloAck, 0x5e40_4afd_1d3a_5ce9),
        (.echo, 0xb413_a872_0b46_21a5),
        (.echoReply, 0x6541_93e4_8640_338c),
        (.spawnEntity, 0xbfde_47d0_f5f1_8f23),
        (.entityCreated, 0xcd9e_4eac_27bc_aacf),
        (.modifyComponent, 0xa8a1_fed7_4cf1_4369),
        (.modifyAck, 0x8102_8dc9_c675_18c0),
        (.heartbeat, 0x32e1_9d00_9703_d8b1),
        (.heartbeatAck, 0x6591_3935_c113_9aab),
        (.shutdown, 0x944b_fb20_76c0_bc67),
        (.shutdownAck, 0x0c2f_a885_7175_2870),
        (.logMessage, 0x7a82_8c2b_e968_d129),
        (.shmRegionsHandoff, 0x788b_912a_f6eb_7f0e),
    ]

    /// Returns the error that a stream of frames ends with; nil when it ends clean.
    public static func verdict(_ stream: [UInt8], anyVersion: Bool = false) -> WireError? {
        var rest = stream[...]
        while true {
            // 1
            if rest.isEmpty { return nil }
            if rest.count < 16 { return .truncatedHeader }
            let header = Array(rest.prefix(16))
            rest = rest.dropFirst(16)
            // 2
            if header[0..<4] != [0x44, 0x4C, 0x45, 0x57] { return .invalidMagic }
            // 3
            if number(header[4..<6]) != 1 && !anyVersion { return .protocolVersionMismatch }
            // 4
            let type = Int(number(header[6..<8]))
            guard let bodySize = bodySizes[type] else { return .unknownMessageType }
            // 5
            let length = number(header[12..<16])
            if length > 16_777_216 { return .payloadTooLarge }
            // 6
            if length != UInt64(8 + bodySize) { return .payloadSizeMismatch }
            // 7
            if rest.count < 8 + bodySize { return .truncatedPayload }
            // 8
            let hash = number(rest.prefix(8))
            rest = rest.dropFirst(8 + bodySize)
            let golden = hashes.first { Int($0.0.rawValue) == type }
            if hash != golden?.1 { return .schemaHashMismatch }
        }
    }

    /// A number of any width, little-endian.
    public static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
