// What portable modules use of Foundation, declared and no more: CI/cross.sh checks against this, for no
// Foundation of another system can be had here. What they come to use besides is added. Nothing runs.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

public func exp(_ x: Double) -> Double { x }
public func log(_ x: Double) -> Double { x }
public func log1p(_ x: Double) -> Double { x }
public func lgamma(_ x: Double) -> Double { x }
public func exit(_ code: Int32) -> Never { fatalError() }

/// Bytes.
public struct Data: RandomAccessCollection, Sendable {
    private let bytes: [UInt8]

    public init(_ elements: some Sequence<UInt8>) { bytes = Array(elements) }
    public init(contentsOf url: URL) throws { bytes = [] }
    public var startIndex: Int { bytes.startIndex }
    public var endIndex: Int { bytes.endIndex }
    public subscript(index: Int) -> UInt8 { bytes[index] }
}

/// The place of a file.
public struct URL: Sendable {
    public var path: String

    public init(fileURLWithPath path: String) { self.path = path }
    public func deletingLastPathComponent() -> URL { self }
    public func appendingPathComponent(_ component: String) -> URL { self }
}

/// What asks the file system.
public final class FileManager: Sendable {
    public static let `default` = FileManager()

    public func contentsOfDirectory(atPath path: String) throws -> [String] { [] }
}

/// An open file.
public final class FileHandle: Sendable {
    public static let standardOutput = FileHandle()
    public static let standardError = FileHandle()

    public func write(contentsOf data: some Sequence<UInt8>) throws {}
}

/// What asks the process.
public final class ProcessInfo: Sendable {
    public static let processInfo = ProcessInfo()

    public var environment: [String: String] { [:] }
}

/// What writes JSON.
public final class JSONEncoder {
    /// How the text looks.
    public struct OutputFormatting: OptionSet, Sendable {
        public static let prettyPrinted = OutputFormatting(rawValue: 1)
        public static let sortedKeys = OutputFormatting(rawValue: 2)
        public static let withoutEscapingSlashes = OutputFormatting(rawValue: 8)

        public let rawValue: UInt
        public init(rawValue: UInt) { self.rawValue = rawValue }
    }

    /// What becomes of a number that JSON has no word for.
    public enum NonConformingFloatEncodingStrategy: Sendable {
        case `throw`
        case convertToString(positiveInfinity: String, negativeInfinity: String, nan: String)
    }

    public var outputFormatting: OutputFormatting = []
    public var nonConformingFloatEncodingStrategy = NonConformingFloatEncodingStrategy.throw

    public init() {}
    public func encode(_ value: some Encodable) throws -> Data { Data([]) }
}

/// What reads JSON.
public final class JSONDecoder {
    public init() {}
    public func decode<Value: Decodable>(_ type: Value.Type, from data: Data) throws -> Value {
        throw DecodingError.valueNotFound(type, .init(codingPath: [], debugDescription: ""))
    }
}
