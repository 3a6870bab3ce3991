import Foundation
import Testing

/// The vectors that the milestone's original implementation left behind.
struct GoldenMessage: Decodable, Sendable, CustomTestStringConvertible {
    struct Field: Decodable, Sendable, Equatable {
        var offset: Int
        var name: String
        var type: String
        var size: Int
    }

    var id: UInt16
    var name: String
    var bodySize: Int
    var alignment: Int
    var schemaText: String
    var schemaHash: String
    var fields: [Field]
    var nested: [String: [Field]]?
    var direction: String
    var payloadLength: Int
    var frameLength: Int
    var exampleSequence: UInt32
    var exampleFrameHex: String

    var testDescription: String { name }
    var exampleFrame: [UInt8] { Golden.bytes(hex: exampleFrameHex) }
}

/// One hash of the reference implementation.
struct WyhashVector: Decodable, Sendable, CustomTestStringConvertible {
    var seed: String
    var text: String?
    var iotaLength: Int?
    var hash: String

    var testDescription: String { "\(text ?? "iota \(iotaLength ?? -1)") seed \(seed)" }
    var bytes: [UInt8] {
        if let text { return Array(text.utf8) }
        return (0..<(iotaLength ?? 0)).map { UInt8(truncatingIfNeeded: $0) }
    }
}

/// Reads the golden files.
enum Golden {
    static let messages: [GoldenMessage] = load("messages-v1")
    static let wyhash: [WyhashVector] = load("wyhash")

    static func bytes(hex: String) -> [UInt8] {
        stride(from: 0, to: hex.utf8.count, by: 2).map { offset in
            let start = hex.index(hex.startIndex, offsetBy: offset)
            return UInt8(hex[start..<hex.index(start, offsetBy: 2)], radix: 16) ?? 0
        }
    }

    static func number(hex: String) -> UInt64? { UInt64(hex.dropFirst(2), radix: 16) }

    private static func load<T: Decodable>(_ name: String) -> [T] {
        do {
            let url = try #require(
                Bundle.module.url(
                    forResource: name, withExtension: "json", subdirectory: "Golden"))
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            let document = try decoder.decode(Document<T>.self, from: Data(contentsOf: url))
            return try #require(document.messages ?? document.vectors)
        } catch {
            preconditionFailure("golden file \(name): \(error)")
        }
    }

    private struct Document<T: Decodable>: Decodable {
        var messages: [T]?
        var vectors: [T]?
    }
}
