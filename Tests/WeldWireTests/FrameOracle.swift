import WeldWire

/// Predicts what a stream of bytes must come to, written from the wire page and not from the
/// decoder: its figures are typed by hand, its checks stand in the page's order.
enum FrameOracle {
    /// Body sizes by message number (wire page, Messages).
    static let bodySizes = [
        1: 56, 2: 132, 3: 64, 4: 64, 5: 4, 6: 8, 7: 56, 8: 8, 9: 8, 10: 16, 11: 1, 12: 1, 13: 272,
        14: 328,
    ]

    /// Returns the error that a stream of frames ends with; nil when it ends clean.
    static func verdict(_ stream: [UInt8], anyVersion: Bool = false) -> WireError? {
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
            let golden = SchemaGoldenTests.hashes.first { Int($0.0.rawValue) == type }
            if hash != golden?.1 { return .schemaHashMismatch }
        }
    }

    /// A number of any width, little-endian.
    static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
