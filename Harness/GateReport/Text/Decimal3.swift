/// A number rounded to three significant decimal digits.
///
/// Rounding goes through the number's shortest decimal text, which the standard library defines to
/// the digit on every platform; arithmetic with powers of ten would not be exact.
struct Decimal3 {
    /// The first three digits as a whole number, 100...999, or 0.
    private var digits: Int
    /// The power of ten that `digits` is multiplied by.
    private var exponent: Int
    private var isNegative: Bool
    /// The text of what is no number at all.
    private var special: String?

    init(_ value: Double) {
        isNegative = value < 0
        digits = 0
        exponent = 0
        guard value.isFinite else {
            special = value.isNaN ? "nan" : (isNegative ? "-inf" : "inf")
            return
        }
        guard value != 0 else { return }
        let (all, point) = Self.decimalDigits(of: value.magnitude)
        digits = all.prefix(3).reduce(0) { $0 * 10 + $1 }
        for _ in all.count..<max(3, all.count) { digits *= 10 }
        exponent = point - 3
        if all.count > 3, all[3] >= 5 { digits += 1 }
        if digits == 1000 {
            digits = 100
            exponent += 1
        }
    }

    /// The rounded number.
    var value: Double {
        guard special == nil else { return .infinity }
        let text = "\(isNegative ? "-" : "")\(digits)e\(exponent)"
        return Double(text) ?? 0
    }

    /// Returns the number without an exponent; `trimmed` drops zeros after the point.
    func text(trimmed: Bool) -> String {
        if let special { return special }
        guard digits != 0 else { return "0" }
        let sign = isNegative ? "-" : ""
        let text = String(digits)
        if exponent >= 0 {
            return sign + NumberFormat.grouped(text + String(repeating: "0", count: exponent))
        }
        let padded = String(repeating: "0", count: max(0, 1 - exponent - text.count)) + text
        let whole = padded.dropLast(-exponent)
        var fraction = padded.suffix(-exponent)
        if trimmed {
            while fraction.last == "0" { fraction = fraction.dropLast() }
        }
        return sign + whole + (fraction.isEmpty ? "" : "." + fraction)
    }

    /// Returns the significant digits of a positive number and the place of its decimal point,
    /// counted in digits from the first.
    private static func decimalDigits(of value: Double) -> (digits: [Int], point: Int) {
        let parts = value.description.split(separator: "e")
        let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        let power = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        let whole = mantissa[0].compactMap(\.wholeNumberValue)
        let fraction = mantissa.count > 1 ? mantissa[1].compactMap(\.wholeNumberValue) : []
        let all = whole + fraction
        let zeros = all.prefix { $0 == 0 }.count
        return (Array(all.dropFirst(zeros)), whole.count - zeros + power)
    }
}
