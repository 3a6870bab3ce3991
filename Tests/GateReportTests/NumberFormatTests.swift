import GateKit
import Testing

@testable import GateReport

@Suite struct NumberFormatTests {
    @Test(
        "times are shown in the unit that suits them, with three digits",
        arguments: [
            (0, "0 ns"), (7, "7 ns"), (999, "999 ns"), (999.4, "999 ns"), (999.6, "1.00 µs"),
            (1000, "1.00 µs"), (11_904.5, "11.9 µs"), (999_499, "999 µs"), (999_500, "1.00 ms"),
            (2_000_000, "2.00 ms"), (60_000_000, "60.0 ms"), (3.5e9, "3.50 s"),
            (3.6e12, "3600 s"), (0.25, "0.25 ns"), (-1500, "-1.50 µs"),
        ] as [(Double, String)])
    func times(nanoseconds: Double, text: String) {
        #expect(NumberFormat.time(nanoseconds) == text)
    }

    @Test(
        "thresholds have no zeros at the end",
        arguments: [(1e6, "1 ms"), (5e6, "5 ms"), (5e8, "500 ms"), (1.5e3, "1.5 µs"), (1e9, "1 s")]
            as [(Double, String)])
    func thresholds(nanoseconds: Double, text: String) {
        #expect(NumberFormat.time(nanoseconds, exact: true) == text)
    }

    @Test(
        "three significant digits, never an exponent, halves away from zero",
        arguments: [
            (0, "0"), (1, "1.00"), (1.0345, "1.03"), (1.1, "1.10"), (84.004, "84.0"),
            (99.95, "100"), (99.94, "99.9"), (999.5, "1000"), (1234, "1230"), (123_456, "123 000"),
            (1e-7, "0.000000100"), (0.0012345, "0.00123"), (0.125, "0.125"), (0.1255, "0.126"),
            (-2.345, "-2.35"), (1e21, "1 000 000 000 000 000 000 000"), (.infinity, "inf"),
            (-.infinity, "-inf"), (.nan, "nan"), (.leastNonzeroMagnitude, tiny),
        ] as [(Double, String)])
    func significant(value: Double, text: String) {
        #expect(NumberFormat.significant(value) == text)
    }

    @Test(
        "counts are grouped from five digits on",
        arguments: [
            (0, "0"), (-7, "-7"), (999, "999"), (1000, "1000"), (9999, "9999"), (10_000, "10 000"),
            (1_917_890_200, "1 917 890 200"), (-10_000, "-10 000"), (0.5, "0.500"),
        ] as [(Double, String)])
    func counts(value: Double, text: String) {
        #expect(NumberFormat.count(value) == text)
    }

    @Test(
        "every unit has its own text",
        arguments: zip(
            MeasurementUnit.allCases,
            ["12.3 µs", "12 345", "12 300", "12 345 B", "12 345/s", "12 300 s"]))
    func units(unit: MeasurementUnit, text: String) {
        #expect(NumberFormat.figure(12_345, unit) == text)
    }

    @Test(
        "dates are UTC in the Gregorian calendar",
        arguments: [
            (0, "1970-01-01 00:00:00 UTC"), (-1, "1969-12-31 23:59:59 UTC"),
            (951_782_400_000, "2000-02-29 00:00:00 UTC"),
            (1_709_251_199_999, "2024-02-29 23:59:59 UTC"),
            (1_790_000_000_000, "2026-09-21 14:13:20 UTC"),
            (4_107_542_400_000, "2100-03-01 00:00:00 UTC"),
        ] as [(Int64, String)])
    func dates(milliseconds: Int64, text: String) {
        #expect(DateFormat.utc(milliseconds) == text)
    }
}

private let tiny = "0." + String(repeating: "0", count: 323) + "500"
