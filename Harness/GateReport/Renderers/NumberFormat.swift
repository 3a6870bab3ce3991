import GateKit

/// Figures as text: no locale, no C library, so that every platform writes the same bytes.
enum NumberFormat {
    /// Returns the figure in its unit; times are shown in the unit that suits their size.
    static func figure(_ value: Double, _ unit: MeasurementUnit, exact: Bool = false) -> String {
        switch unit {
        case .nanoseconds: time(value, exact: exact)
        case .count: count(value)
        case .ratio: significant(value, exact: exact)
        case .bytes: count(value) + " B"
        case .perSecond: count(value) + "/s"
        case .seconds: significant(value, exact: exact) + " s"
        }
    }

    /// Returns nanoseconds as ns, µs, ms or s with three significant digits; `exact` drops the
    /// zeros at the end, as thresholds are written.
    static func time(_ nanoseconds: Double, exact: Bool = false) -> String {
        let rounded = Decimal3(nanoseconds).value
        for (size, name) in [(1e9, "s"), (1e6, "ms"), (1e3, "µs")] where abs(rounded) >= size {
            return significant(nanoseconds / size, exact: exact) + " " + name
        }
        return significant(nanoseconds, exact: true) + " ns"
    }

    /// Returns a whole number in groups of three digits, or three significant digits for one that
    /// is not whole.
    static func count(_ value: Double) -> String {
        guard value.isFinite, value == value.rounded(), abs(value) < 1e15 else {
            return significant(value)
        }
        return grouped(String(Int64(value)))
    }

    /// Returns a whole number in groups of three digits.
    static func count(_ value: Int) -> String {
        grouped(String(value))
    }

    /// Returns the number with three significant digits, never with an exponent.
    static func significant(_ value: Double, exact: Bool = false) -> String {
        Decimal3(value).text(trimmed: exact)
    }

    /// Returns how far a figure is from its threshold, such as `84.0x`.
    static func margin(_ factor: Double?) -> String {
        factor.map { significant($0) + "x" } ?? ""
    }

    static func grouped(_ digits: String) -> String {
        let sign = digits.hasPrefix("-") ? "-" : ""
        let digits = Array(digits.dropFirst(sign.count))
        guard digits.count > 4 else { return sign + String(digits) }
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { result += " " }
            result.append(digit)
        }
        return sign + result
    }
}

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
