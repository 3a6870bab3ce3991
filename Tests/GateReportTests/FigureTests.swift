import GateKit
import Testing

@testable import GateReport

/// Which figures a report has, and what they say of what was measured.
@Suite struct FigureTests {
    private static let attempt = AttemptReport.fixture(replicate: 0)

    private func series(
        _ metric: String, _ unit: MeasurementUnit, _ values: [Double]
    ) throws -> SeriesSummary {
        let sorted = SortedSamples(values)
        return SeriesSummary(
            metric: metric, unit: unit, summary: try #require(Summary(sorted)),
            shape: SeriesShape(values, sorted: sorted))
    }

    /// An attempt for G1 and G2 with these series beside its own.
    private func attempt(_ series: [SeriesSummary]) -> AttemptReport {
        var attempt = Self.attempt
        attempt.series += series
        return attempt
    }

    private func figures(_ blocks: [Block]) -> [Figure] {
        blocks.compactMap { if case .figure(let figure) = $0 { figure } else { nil } }
    }

    @Test("A round trip has a histogram with its floor, percentiles and the original's figures")
    func histogram() throws {
        let made = attempt([
            try series("floor.free", .nanoseconds, (0..<1_000).map { 5_000 + Double($0) })
        ])
        let all = figures(FigurePages.figures(.g1, [made], on: .linux))
        let figure = try #require(all.first { $0.address == "figure-g1-rtt.free-histogram" })
        guard case .histogram(let plot) = figure.drawing else {
            Issue.record("no histogram")
            return
        }
        #expect(plot.curves.map(\.name) == ["replicate 1", "floor.free"])
        #expect(plot.curves[0].marks.map(\.name) == ["p50", "p99", "p99.9"])
        #expect(plot.reference?.marks.map { Int($0.value.rounded()) } == [10_000, 16_000, 94_000])
        let svg = figure.svg()
        #expect(svg.contains("replicate 1: p99.9 "))
        #expect(svg.contains("the original (one process, Fedora 44): p99 16.0 µs"))
    }

    @Test("What another gate shows already is not shown again without a limit of its own")
    func once() throws {
        let made = Self.attempt
        let second = figures(FigurePages.figures(.g2, [made], on: .linux)).map(\.address)
        #expect(second == ["figure-g2-rtt.free", "figure-g2-rtt.free-course"])
    }

    @Test("A place of the viewport says how many pictures were torn, none or some, and where")
    func torn() throws {
        let made = attempt([
            try series("viewport.torn.presented", .count, [0, 0, 1, 0]),
            try series("viewport.torn.shared", .count, [0, 0, 0]),
            try series("viewport.draw.torn", .count, [0, 0]),
        ])
        let figure = try #require(figures(SecondFigures.torn(.g1, [made])).first)
        guard case .lanes(let drawn) = figure.drawing else {
            Issue.record("no lanes")
            return
        }
        #expect(drawn.lanes.map(\.name) == ["shared", "presented", "draw"])
        #expect(drawn.lanes.map(\.bad) == [0, 1, 0])
        #expect(drawn.lanes.map(\.places) == [[], [0.625], []])
        let svg = figure.svg()
        for text in [
            "0 torn of 3", "1 torn of 4", "0 torn of 2", "presented: torn",
            "shared: 0 torn of 3",
        ] {
            #expect(svg.contains(text), "\(text)")
        }
    }

    @Test("Rates stand over the seconds of their attempt, and a second without any is one")
    func rates() throws {
        let made = attempt([
            try series("fuzz.valid-frames-a-second", .count, [100_000, 0, 300_000]),
            try series("fuzz.connections", .count, [900, 800, 700]),
        ])
        let figure = try #require(figures(SecondFigures.rates(.g1, [made])).first)
        #expect(figure.title == "G1: what passed in each of 3 seconds")
        let svg = figure.svg()
        #expect(svg.contains("valid frames: 0 in a second"))
        #expect(svg.contains("connections: 700 in a second"))
    }

    @Test("What is held is one figure with a curve for each side, and nothing is none")
    func held() throws {
        let made = attempt([
            try series("fuzz.heap-over-time.editor", .bytes, [1000, 2000, 1500]),
            try series("fuzz.heap-over-time.runtime", .bytes, [700, 700, 700]),
        ])
        let found = figures(SecondFigures.held(.g1, [made]))
        #expect(found.map(\.title) == ["G1: heap, 6 looks in the order taken"])
        let svg = try #require(found.first).svg()
        #expect(svg.contains("editor") && svg.contains("runtime"))
        let none = attempt([try series("fuzz.connections", .count, [900])])
        #expect(figures(SecondFigures.held(.g1, [none])).isEmpty)
    }

    // MARK: - Histories

    private func history(_ check: String, _ values: [Double]) -> CheckHistory {
        CheckHistory(
            gate: .g1, check: check, unit: .nanoseconds, comparison: .below, threshold: 1e6,
            group: .init(
                platform: .linux, hostClass: "dev", configuration: "release", profile: .smoke),
            reset: nil,
            points: values.enumerated().map {
                .init(
                    run: Int64($0.offset) + 1, startedAt: Int64($0.offset), commit: nil,
                    value: $0.element, verdict: .go)
            })
    }

    @Test("Three runs are a history, two are none, and what never moved is only counted")
    func histories() throws {
        #expect(HistoryFigures.sparklines(.g1, [history("g1.p50", [1, 2])]).isEmpty)
        #expect(HistoryFigures.sparklines(.g2, [history("g1.p50", [1, 2, 3])]).isEmpty)
        let figure = try #require(
            figures(
                HistoryFigures.sparklines(
                    .g1, [history("g1.p50", [1, 2, 3]), history("g1.left", [0, 0, 0])])
            ).first)
        #expect(figure.title.contains("1 checks came to in the newest 3 runs"))
        #expect(figure.title.contains("1 more came to the same in each; nothing changed for good"))
        #expect(figure.svg().contains("g1.p50, run 2: 2 ns"))
    }

    @Test("A change for good is marked with its run and both figures")
    func changes() throws {
        let values = (0..<12).map { 1_000 * ($0 < 6 ? 10.0 : 20) + Double($0 * 7 % 5) }
        let figure = try #require(
            figures(HistoryFigures.sparklines(.g1, [history("g1.p50", values)])).first)
        #expect(figure.title.contains("1 changed for good where the bars are"))
        #expect(figure.svg().contains("g1.p50: changed at run 7, 10.0 µs to 20.0 µs"))
    }

    // MARK: - Kills and planted faults

    @Test("Each outcome of a kill that happened has a colour, by stub and phase")
    func kills() throws {
        let map = try #require(GoldenReport.troubled.report.killMap)
        let figure = try #require(figures(KillMapPage.blocks(map)).first)
        guard case .bars(let bars) = figure.drawing else {
            Issue.record("no bars")
            return
        }
        #expect(bars.parts.map(\.name) == ["recovered", "ended", "late", "deviated", "missed"])
        #expect(bars.rows.map(\.name) == ["editor, sweep", "runtime, publish"])
        #expect(bars.rows.map(\.lengths) == [[0, 1, 1, 0, 0], [1, 0, 0, 1, 1]])
    }

    @Test("Planted faults are counted by module; what was not caught is named with its words")
    func plantedFaults() throws {
        let note = Note(
            name: "results/mutants.md",
            text: """
                # Planted faults

                | Mutant | Module | Kind | Expected | Outcome | Seen by | Seconds | Commit |
                |---|---|---|---|---|---|---:|---|
                | a | WeldWire | wrong flag | G3 any | caught | g3.heap | 27 | 2cde2e3 |
                | b | WeldWire | leak | G3 any | escaped: <b>too small</b> | none | 16 | aa6dbab |
                | c | WeldStub | leak | G4 any | undecided (G4 undecided) | none | 57 | aa6dbab |
                | not | a row |

                ## Score
                """)
        let blocks = PlantedFaultPage.blocks(note)
        let text = Markdown.render(blocks)
        #expect(text.contains("1 of 3 faults that were planted"))
        #expect(text.contains("too small") && !text.contains("<b>"))
        let figure = try #require(figures(blocks).first)
        guard case .bars(let bars) = figure.drawing else {
            Issue.record("no bars")
            return
        }
        #expect(bars.parts.map(\.name) == ["caught", "undecided", "escaped"])
        #expect(bars.rows.map(\.lengths) == [[1, 0, 1], [0, 1, 0]])
        #expect(PlantedFaultPage.blocks(nil).isEmpty)
        #expect(PlantedFaultPage.blocks(Note(name: "x", text: "| no | table |")).isEmpty)
    }

    @Test("A legend takes as many rows as its names need, and none for none")
    func legend() {
        let names = (0..<6).map { ("replicate \($0)", "curve c0", Legend.Sign.line) }
        #expect(Legend(names).height(of: 1_000) == 15)
        #expect(Legend(names).height(of: 280) == 45)
        #expect(Legend([]).height(of: 300) == 0)
    }

    @Test(
        "The host's figures say what it took, which pulses were late, and what was set aside for it"
    )
    func host() throws {
        var made = Self.attempt
        made.pulses = PulseSummary(count: 12_000, late: 2, places: [0.25, 0.75])
        let aside = SetAside(count: 30, total: 120)
        made.judgements[0].checks[0].reason = .leavingOut(setAside: aside, reason: .boundHolds)
        let all = figures(HostFigures.blocks([made]))
        let pulses = try #require(all.first { $0.address == "figure-host-pulses" })
        #expect(pulses.title.contains("12 000 pulses"))
        #expect(pulses.svg().contains("2 late of 12 000"))
        let share = try #require(all.first { $0.address == "figure-host-set-aside" })
        guard case .bars(let bars) = share.drawing else {
            Issue.record("no bars")
            return
        }
        #expect(bars.rows.map(\.lengths) == [[0.75, 0.25]])
        #expect(bars.rows[0].name.hasPrefix(made.judgements[0].checks[0].check.id))
    }

    @Test("Where nothing was set aside and nobody asked for pulses, no figure says so")
    func quietHost() {
        let addresses = figures(HostFigures.blocks([Self.attempt])).map(\.address)
        #expect(!addresses.contains("figure-host-pulses"))
        #expect(!addresses.contains("figure-host-set-aside"))
    }
}
