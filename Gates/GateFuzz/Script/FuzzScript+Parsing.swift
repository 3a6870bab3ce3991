internal import GateWire

extension FuzzScript {
    /// Reads a script.
    ///
    /// Empty lines and lines that begin with `#` are passed over.
    /// - Throws: The first thing that is wrong, with its line.
    public init(parsing text: String) throws(ScriptError) {
        var lines: [(number: Int, words: [Substring])] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated()
        {
            let words = line.split { $0 == " " || $0 == "\t" || $0 == "\r" }
            guard let first = words.first, !first.hasPrefix("#") else { continue }
            lines.append((index + 1, words))
        }
        subject = try Self.header(&lines)
        steps = []
        var isConnected = false
        for (number, words) in lines {
            let step = try FuzzStep(words, line: number)
            if step == .connect {
                isConnected = true
            } else if !isConnected {
                throw ScriptError(line: number, "\(words[0]) comes before a connect")
            }
            if case .expect = step { isConnected = false }
            steps.append(step)
        }
        guard !isConnected, !steps.isEmpty else {
            throw ScriptError(
                line: lines.last?.number ?? 1, "the script must end with what it expects")
        }
    }

    private static func header(
        _ lines: inout [(number: Int, words: [Substring])]
    ) throws(ScriptError) -> Role {
        func value(_ key: String, _ meaning: String) throws(ScriptError) -> (Int, Substring) {
            guard let line = lines.first, line.words.count == 2, line.words[0] == key else {
                throw ScriptError(
                    line: lines.first?.number ?? 1, "expected \"\(key) \(meaning)\"")
            }
            lines.removeFirst()
            return (line.number, line.words[1])
        }
        let (formatLine, formatText) = try value("weld-fuzz", "\(format)")
        guard formatText == "\(format)" else {
            throw ScriptError(
                line: formatLine,
                "the script has format \(formatText), this program reads format \(format)")
        }
        let (versionLine, version) = try value("protocol", "\(Frame.version)")
        guard version == "\(Frame.version)" else {
            throw ScriptError(
                line: versionLine,
                "the script is of protocol version \(version), the stubs speak version "
                    + "\(Frame.version)")
        }
        let (subjectLine, subject) = try value("subject", "editor|runtime")
        guard let role = Role(rawValue: String(subject)) else {
            throw ScriptError(
                line: subjectLine, "the subject is editor or runtime and not \(subject)")
        }
        return role
    }
}

extension FuzzStep {
    /// Reads one line's words.
    init(_ words: [Substring], line: Int) throws(ScriptError) {
        let rest = Array(words.dropFirst())
        switch words[0] {
        case "connect": self = try Self.plain(.connect, rest, line)
        case "greet": self = try Self.plain(.greet, rest, line)
        case "stop-reading": self = try Self.plain(.stopReading, rest, line)
        case "resume": self = try Self.plain(.resume, rest, line)
        case "half-close": self = try Self.plain(.halfClose, rest, line)
        case "reset": self = try Self.plain(.reset, rest, line)
        case "frame": self = .frame(try FuzzFrame(rest, line: line))
        case "bytes":
            guard let first = rest.first, let bytes = Hex.bytes(first), !bytes.isEmpty else {
                throw ScriptError(line: line, "expected bytes in hexadecimal")
            }
            var writing = FuzzFrame.Writing()
            for word in rest.dropFirst() where !writing.take(word) {
                throw ScriptError(line: line, "\(word) is no way of writing")
            }
            self = .bytes(bytes, writing)
        case "pause":
            guard rest.count == 1, let time = UInt32(rest[0]), time <= 10_000_000 else {
                throw ScriptError(line: line, "expected microseconds, at most 10000000")
            }
            self = .pause(time)
        case "expect":
            guard rest.count == 1, let expectation = Expectation(word: String(rest[0])) else {
                throw ScriptError(
                    line: line,
                    "expected the name of a wire error, served, refused, ended, gone or exits")
            }
            self = .expect(expectation)
        default:
            throw ScriptError(line: line, "\(words[0]) is no step of a script")
        }
    }

    private static func plain(
        _ step: FuzzStep, _ rest: [Substring], _ line: Int
    ) throws(ScriptError) -> FuzzStep {
        guard rest.isEmpty else {
            throw ScriptError(line: line, "\(step.line) takes nothing after it")
        }
        return step
    }
}

extension FuzzFrame {
    /// Reads what follows the word `frame`.
    fileprivate init(_ words: [Substring], line: Int) throws(ScriptError) {
        guard let name = words.first else {
            throw ScriptError(line: line, "expected the name of a message")
        }
        let descriptor = MessageCatalogue.descriptors.first { $0.name == name }
        guard let descriptor else {
            throw ScriptError(line: line, "\(name) is no message of this protocol")
        }
        self.init(
            type: descriptor.type, sequence: 0,
            body: [UInt8](repeating: 0, count: descriptor.bodySize))
        for word in words.dropFirst() where !writing.take(word) {
            let parts = word.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else {
                throw ScriptError(line: line, "\(word) is neither a field nor a way of writing")
            }
            guard try set(parts[0], parts[1], descriptor, line) else {
                throw ScriptError(line: line, "\(name) has no field \(parts[0])")
            }
        }
    }

    /// Sets one field; false where there is none of that name.
    private mutating func set(
        _ key: Substring, _ value: Substring, _ descriptor: MessageDescriptor, _ line: Int
    ) throws(ScriptError) -> Bool {
        func number<Number: FixedWidthInteger>(_: Number.Type) throws(ScriptError) -> Number {
            if let number = Number(value) { return number }
            throw ScriptError(line: line, "\(key) is a number up to \(Number.max)")
        }
        switch key {
        case "sequence": sequence = try number(UInt32.self)
        case "@magic": magic = try number(UInt32.self)
        case "@version": version = try number(UInt16.self)
        case "@type": self.number = try number(UInt16.self)
        case "@length": length = try number(UInt32.self)
        case "@hash": hash = try number(UInt64.self)
        case "@kept": kept = Int(try number(UInt16.self))
        default:
            guard let field = descriptor.fields.first(where: { $0.name == key }) else {
                return false
            }
            guard let bytes = Hex.bytes(value), bytes.count == field.size else {
                throw ScriptError(
                    line: line, "\(key) takes \(field.size) bytes in hexadecimal")
            }
            body.replaceSubrange(field.offset..<field.offset + field.size, with: bytes)
        }
        return true
    }
}

extension FuzzFrame.Writing {
    /// Takes a word if it says how to write; false for any other word.
    fileprivate mutating func take(_ word: Substring) -> Bool {
        if word == "joined" {
            isJoined = true
            return true
        }
        let parts = word.split(separator: "=", maxSplits: 1)
        guard parts.count == 2 else { return false }
        switch parts[0] {
        case "chunks":
            let sizes = parts[1].split(separator: ",", omittingEmptySubsequences: false)
                .map { Int($0) ?? 0 }
            guard sizes.allSatisfy({ (1...65_536).contains($0) }) else { return false }
            chunks = sizes
        case "pause":
            guard let time = UInt32(parts[1]), time <= 1_000_000 else { return false }
            pause = time
        case "handles":
            guard let count = Int(parts[1]), (1...253).contains(count) else { return false }
            handles = count
        default: return false
        }
        return true
    }
}

/// Why a text is no script that can be replayed.
public struct ScriptError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The line that is wrong, from 1.
    public var line: Int
    /// What is wrong with it, and what was expected.
    public var problem: String

    /// Names a problem of a line.
    public init(line: Int, _ problem: String) {
        self.line = line
        self.problem = problem
    }

    /// One sentence.
    public var description: String { "line \(line): \(problem)" }
}
