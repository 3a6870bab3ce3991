internal import GateWire

extension FuzzScript {
    /// The version of the script format.
    public static let format = 1

    /// The script as text, one step a line.
    public var text: String {
        var lines = [
            "weld-fuzz \(Self.format)", "protocol \(Frame.version)", "subject \(subject.rawValue)",
        ]
        lines += steps.map(\.line)
        return lines.joined(separator: "\n") + "\n"
    }
}

extension FuzzStep {
    /// The step as a line of a script.
    var line: String {
        switch self {
        case .connect: "connect"
        case .greet: "greet"
        case .frame(let frame): frame.line
        case .bytes(let bytes, let writing): "bytes \(Hex.text(bytes))" + writing.words
        case .pause(let microseconds): "pause \(microseconds)"
        case .stopReading: "stop-reading"
        case .resume: "resume"
        case .halfClose: "half-close"
        case .reset: "reset"
        case .expect(let expectation): "expect \(expectation.word)"
        }
    }
}

extension FuzzFrame {
    fileprivate var line: String {
        var line = "frame \(type.descriptor.name) sequence=\(sequence)"
        for field in type.descriptor.fields {
            let bytes = Array(body[field.offset..<field.offset + field.size])
            guard bytes.contains(where: { $0 != 0 }) else { continue }
            line += " \(field.name)=\(Hex.text(bytes))"
        }
        if let magic { line += " @magic=\(magic)" }
        if let version { line += " @version=\(version)" }
        if let number { line += " @type=\(number)" }
        if let length { line += " @length=\(length)" }
        if let hash { line += " @hash=\(hash)" }
        if let kept { line += " @kept=\(kept)" }
        return line + writing.words
    }
}

extension FuzzFrame.Writing {
    fileprivate var words: String {
        var words = ""
        if !chunks.isEmpty { words += " chunks=\(chunks.map(String.init).joined(separator: ","))" }
        if pause > 0 { words += " pause=\(pause)" }
        if handles > 0 { words += " handles=\(handles)" }
        if isJoined { words += " joined" }
        return words
    }
}

/// Bytes as hexadecimal digits.
enum Hex {
    static func text(_ bytes: [UInt8]) -> String {
        bytes.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0\(digits)" : digits
        }.joined()
    }

    static func bytes(_ text: Substring) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = value(digits[index]), let low = value(digits[index + 1]) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
