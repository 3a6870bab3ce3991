import GateKit

extension [Span] {
    /// The spans without what distinguishes them.
    var words: String {
        map { span in
            switch span {
            case .text(let text), .strong(let text), .emphasis(let text), .code(let text): text
            }
        }.joined()
    }
}

extension Cell {
    /// The value in words, spelled alike by every renderer.
    var words: String {
        switch self {
        case .spans(let spans): spans.words
        case .verdict(_, let name): name
        case .figure(let value, let unit): NumberFormat.figure(value, unit)
        case .threshold(let comparison, let value, let unit):
            comparison.rawValue + " " + NumberFormat.figure(value, unit, exact: true)
        case .margin(let factor): NumberFormat.margin(factor)
        case .count(let count): NumberFormat.count(count)
        case .moment(let milliseconds): DateFormat.utc(milliseconds)
        case .empty: ""
        }
    }
}

/// Dates in UTC without a calendar library.
enum DateFormat {
    /// Returns milliseconds since 1970 as `2026-09-21 14:13:20 UTC`.
    static func utc(_ milliseconds: Int64) -> String {
        let seconds = floorDivide(milliseconds, 1000)
        let day = floorDivide(seconds, 86_400)
        let rest = seconds - day * 86_400
        let (year, month, dayOfMonth) = civil(day)
        let time = [rest / 3600, rest / 60 % 60, rest % 60].map(twoDigits)
        return "\(year)-\(twoDigits(month))-\(twoDigits(dayOfMonth)) "
            + "\(time.joined(separator: ":")) UTC"
    }

    private static func twoDigits(_ value: Int64) -> String {
        value < 10 ? "0\(value)" : "\(value)"
    }

    private static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
        value % divisor < 0 ? value / divisor - 1 : value / divisor
    }

    /// Returns the Gregorian date of a day counted from 1970-01-01 (Howard Hinnant's
    /// `civil_from_days`): years begin in March, so that the leap day is the last of one.
    private static func civil(_ day: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = day + 719_468
        let era = floorDivide(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (
            yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
            dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        )
    }
}
