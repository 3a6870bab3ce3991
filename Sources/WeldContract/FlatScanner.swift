/// Walks over one flat JSON object: texts, whole numbers of 64 bits, true and false.
///
/// What it accepts is valid JSON (RFC 8259) without lists, nested objects, fractions and null, so
/// that its fields can be handed on as they were written.
struct FlatScanner {
    /// A value.
    enum Value: Equatable, Sendable {
        case text(String)
        case number(isNegative: Bool, magnitude: UInt64)
        case flag(Bool)
    }

    /// A key, its value, and where both stand in the line.
    struct Field {
        let key: String
        let value: Value
        let place: Range<Int>
    }

    private let bytes: [UInt8]
    private var index = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Reads the whole line.
    mutating func object() throws(ContractBreach) -> [Field] {
        var fields: [Field] = []
        fields.reserveCapacity(12)
        try expect("{")
        if take("}") { return try atEnd(fields) }
        while true {
            skipSpaces()
            let start = index
            let key = try quoted()
            try expect(":")
            let value = try value()
            fields.append(Field(key: key, value: value, place: start..<index))
            if take("}") { return try atEnd(fields) }
            try expect(",")
        }
    }

    /// Returns some of the fields as the text of an object of their own.
    func text(of fields: [Field]) -> String {
        var text: [UInt8] = [UInt8(ascii: "{")]
        for field in fields {
            if text.count > 1 { text.append(UInt8(ascii: ",")) }
            text.append(contentsOf: bytes[field.place])
        }
        text.append(UInt8(ascii: "}"))
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func atEnd(_ fields: [Field]) throws(ContractBreach) -> [Field] {
        skipSpaces()
        guard index == bytes.count else { throw malformed("the end") }
        return fields
    }

    private mutating func value() throws(ContractBreach) -> Value {
        skipSpaces()
        switch peek {
        case UInt8(ascii: "\""): return .text(try quoted())
        case UInt8(ascii: "t"): return .flag(try word("true", true))
        case UInt8(ascii: "f"): return .flag(try word("false", false))
        default: return try number()
        }
    }

    private mutating func word(_ word: StaticString, _ value: Bool) throws(ContractBreach) -> Bool {
        for character in "\(word)".utf8 {
            guard peek == character else { throw malformed("true or false") }
            index += 1
        }
        return value
    }

    /// Whole, without leading zeros, at most 64 bits.
    private mutating func number() throws(ContractBreach) -> Value {
        let isNegative = peek == UInt8(ascii: "-")
        if isNegative { index += 1 }
        let start = index
        var magnitude: UInt64 = 0
        while let byte = peek, (0x30...0x39).contains(byte) {
            let (tens, isLong) = magnitude.multipliedReportingOverflow(by: 10)
            let (sum, isLonger) = tens.addingReportingOverflow(UInt64(byte - 0x30))
            guard !isLong, !isLonger else { throw malformed("a number of at most 64 bits") }
            magnitude = sum
            index += 1
        }
        let length = index - start
        guard length > 0, length == 1 || bytes[start] != UInt8(ascii: "0") else {
            throw malformed("a text, a whole number, true or false")
        }
        return .number(isNegative: isNegative, magnitude: magnitude)
    }

    // MARK: - Texts

    private mutating func quoted() throws(ContractBreach) -> String {
        try expect("\"")
        let start = index
        var text: [UInt8] = []
        var hasEscapes = false
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\""):
                let content = hasEscapes ? text[...] : bytes[start..<index]
                guard let valid = String(validating: content, as: UTF8.self) else {
                    throw malformed("UTF-8")
                }
                index += 1
                return valid
            case UInt8(ascii: "\\"):
                if !hasEscapes { text = Array(bytes[start..<index]) }
                hasEscapes = true
                try escape(into: &text)
            case 0..<0x20: throw malformed("an escaped control character")
            default:
                if hasEscapes { text.append(byte) }
                index += 1
            }
        }
        throw malformed("a quotation mark")
    }

    private mutating func escape(into text: inout [UInt8]) throws(ContractBreach) {
        index += 1
        let letter = peek
        index += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
            if let letter { text.append(letter) }
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): text.append(contentsOf: String(try scalar()).utf8)
        default: throw malformed("an escape of JSON")
        }
    }

    /// Reads the digits after `\u`, and the second half of a pair.
    private mutating func scalar() throws(ContractBreach) -> Character {
        var code = try hexadecimal()
        if (0xD800..<0xDC00).contains(code) {
            guard take("\\"), take("u") else { throw malformed("the second half of a pair") }
            let low = try hexadecimal()
            guard (0xDC00..<0xE000).contains(low) else {
                throw malformed("the second half of a pair")
            }
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw malformed("a character") }
        return Character(scalar)
    }

    private mutating func hexadecimal() throws(ContractBreach) -> UInt32 {
        guard index + 4 <= bytes.count,
            let code = UInt32(String(decoding: bytes[index..<index + 4], as: UTF8.self), radix: 16),
            bytes[index] != UInt8(ascii: "+"), bytes[index] != UInt8(ascii: "-")
        else { throw malformed("four hexadecimal digits") }
        index += 4
        return code
    }

    // MARK: - Single characters

    private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func skipSpaces() {
        while peek == UInt8(ascii: " ") { index += 1 }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipSpaces()
        guard peek == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    private mutating func expect(_ character: Unicode.Scalar) throws(ContractBreach) {
        guard take(character) else { throw malformed("'\(character)'") }
    }

    private func malformed(_ expected: String) -> ContractBreach {
        ContractBreach(.malformed(byte: index, expected: expected))
    }
}
