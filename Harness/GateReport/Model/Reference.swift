import GateKit

/// What the original milestone recorded (gates.md#reference); never a result of ours.
enum Reference {
    static let blocks: [Block] = [
        .heading(level: 2, "Reference: what the original milestone recorded"),
        .paragraph([
            .text(
                """
                These are the original's figures on the original's machines, for comparison only. \
                No verdict of this report uses them. Round trips there ran in one process between \
                two threads; here they cross processes.
                """)
        ]),
        .table(
            Table(
                [
                    .left("Figure of the original"), .left("macOS, Apple silicon"),
                    .left("Fedora 44, GTX 1660 Ti"), .left("Windows 11, RTX 4080 Super"),
                ], rows: rows.map { $0.map { .text($0) } })),
        .paragraph([
            .text(
                """
                Rebuilt and run on a 2-core Linux machine beside our own: round trip p50 11.6 µs \
                on one core, 43 to 49 µs unpinned; 0.59 million messages a second.
                """)
        ]),
    ]

    /// The round trips of one machine: p50, p99, max, standard deviation and mean.
    private struct RoundTrips {
        let system: PlatformID
        let machine: String
        let milliseconds: [String]
    }

    private static let roundTrips = [
        RoundTrips(
            system: .macos, machine: "Apple silicon",
            milliseconds: ["0.006", "0.016", "0.061", "0.003", "0.007"]),
        RoundTrips(
            system: .linux, machine: "Fedora 44",
            milliseconds: ["0.010", "0.016", "0.094", "0.003", "0.010"]),
        RoundTrips(
            system: .windows, machine: "Windows 11",
            milliseconds: ["0.012", "0.021", "0.117", "0.003", "0.011"]),
    ]

    /// Returns what the original recorded of a series on a system; nil of anything else than round
    /// trips between processes that nothing pins to a processor, for which it gives figures.
    static func figures(of metric: String, on system: PlatformID) -> Figure.Reference? {
        guard metric == "rtt.free", let found = roundTrips.first(where: { $0.system == system })
        else { return nil }
        // The largest of 10 000 has half a sample above it.
        let shares = [("p50", 0.5), ("p99", 0.99), ("max", 1 - 0.5 / 10_000)]
        let marks = zip(shares, found.milliseconds).compactMap { mark, milliseconds in
            Double(milliseconds).map {
                Figure.Mark(name: mark.0, share: mark.1, value: $0 * 1e6)
            }
        }
        return Figure.Reference(name: "the original (one process, \(found.machine))", marks: marks)
    }

    private static let rows = [
        [
            "round trip p50 / p99 / max / stddev / mean, ms (10 000)"
        ] + roundTrips.map { $0.milliseconds.joined(separator: " / ") },
        [
            "fuzz, 1 h", "not run",
            "1 917 890 200 sent, 1 917 890 155 received (valid frames only)", "not run",
        ],
        ["G4, G5", "skipped", "passed once, no latency recorded", "not applicable"],
        ["G6", "skipped", "by eye, 60 s", "not applicable"],
        ["G7", "passed", "not recorded", "skipped"],
    ]
}
