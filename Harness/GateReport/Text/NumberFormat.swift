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
