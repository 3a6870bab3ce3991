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

    private static let rows = [
        [
            "round trip p50 / p99 / max / stddev / mean, ms (10 000)",
            "0.006 / 0.016 / 0.061 / 0.003 / 0.007", "0.010 / 0.016 / 0.094 / 0.003 / 0.010",
            "0.012 / 0.021 / 0.117 / 0.003 / 0.011",
        ],
        [
            "fuzz, 1 h", "not run",
            "1 917 890 200 sent, 1 917 890 155 received (valid frames only)", "not run",
        ],
        ["G4, G5", "skipped", "passed once, no latency recorded", "not applicable"],
        ["G6", "skipped", "by eye, 60 s", "not applicable"],
        ["G7", "passed", "not recorded", "skipped"],
    ]
}
