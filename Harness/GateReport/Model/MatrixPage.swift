import GateKit

/// Gates by platforms, with a numbered remark for every cell that is not a plain GO.
struct MatrixPage {
    private let report: RunReport
    private var remarks: [[Span]] = []

    /// Returns the matrix with its remarks and, unless told otherwise, its legend.
    static func blocks(_ report: RunReport, withLegend: Bool = true) -> [Block] {
        var page = MatrixPage(report: report)
        let columns = MatrixColumn.all(report.matrix)
        let rows = report.declarations.map { declaration in
            Matrix.Row(
                title: "\(declaration.id.rawValue) \(declaration.id.title)",
                address: declaration.id.rawValue.lowercased(),
                entries: columns.map { page.entry(declaration, $0) })
        }
        let matrix = Matrix(columns: columns.map(\.title), rows: rows)
        let worth = Set(columns.map(\.platform)).compactMap(\.worth).sorted()
        return [.heading(level: 2, "Matrix"), .matrix(matrix)]
            + worth.map { .paragraph([.text($0)]) }
            + (page.remarks.isEmpty ? [] : [.list(page.remarks, numbered: true)])
            + (withLegend ? Details.block("How to read the matrix", legend) : [])
    }

    private init(report: RunReport) {
        self.report = report
    }

    /// Returns the number of a remark; equal ones share a number.
    private mutating func remark(_ spans: [Span]) -> Int {
        if let known = remarks.firstIndex(of: spans) { return known + 1 }
        remarks.append(spans)
        return remarks.count
    }

    private mutating func entry(
        _ declaration: GateDeclaration, _ column: MatrixColumn
    ) -> Matrix.Entry {
        guard let cell = column.cell(declaration.id) else {
            return pending(because: missing(declaration, column))
        }
        guard cell.result.verdict != .pending else {
            return pending(
                because: [.text("\(CellWords.reason(cell.result)); ")]
                    + remedy(declaration, column.platform, cell.hostClass))
        }
        return entry(cell)
    }

    private mutating func pending(because spans: [Span]) -> Matrix.Entry {
        Matrix.Entry(
            verdict: .pending, name: Verdict.pending.rawValue, remark: remark(spans))
    }

    /// Returns what stands in a cell: verdict, headline figure, margin, controls and run.
    private mutating func entry(_ cell: MatrixCell) -> Matrix.Entry {
        let result = cell.result
        var details: [[Span]] = []
        func add(_ text: String) { details.append([.text(text)]) }
        if let value = result.headlineValue, let unit = result.headlineUnit {
            let margin = result.margin.map { " (\(NumberFormat.margin($0)))" } ?? ""
            add(NumberFormat.figure(value, unit) + margin)
        }
        add("controls \(result.controls)")
        if cell.platform.isEmulated { add("emulated") }
        if result.ambitionsAsked > 0 {
            add("ambitions \(result.ambitionsHeld)/\(result.ambitionsAsked)")
        }
        if cell.runID != report.run.id { add("run \(cell.runID)") }
        if let earlier = cell.earlierNoGo {
            details.append([.strong("NO-GO earlier on this commit: run \(earlier)")])
        }
        if result.provisional {
            let taken = CellWords.count(details.map(\.words).joined(separator: " "))
            let room = CellWords.limit - taken - CellWords.count(result.shown)
            details.insert([.text(CellWords.cut(provisional(result), to: room))], at: 0)
        }
        return Matrix.Entry(
            verdict: result.verdict, name: result.shown, details: details,
            remark: result.verdict == .go
                ? nil : remark([.text("\(result.gate.rawValue): \(words(result))")]),
            isOfRun: cell.runID == report.run.id)
    }

    /// Returns the reason in the words that the gate's own leave of a cell's.
    private func words(_ result: GateResult) -> String {
        CellWords.reasonAndShortfall(result, limit: CellWords.limit - 1)
    }

    /// Returns what the run lacks of the contract's length; an old store may not know.
    private func provisional(_ result: GateResult) -> String {
        let lacks = result.shortfall.map(\.sentence).joined(separator: ", ")
        return lacks.isEmpty ? "provisional" : "provisional: \(lacks)"
    }

    /// Returns why a cell has no run behind it, and what gives it one.
    private func missing(_ declaration: GateDeclaration, _ column: MatrixColumn) -> [Span] {
        guard let hostClass = column.hostClass else {
            let why = Span.text("no run on \(column.platform.title); ")
            guard column.platform == .linux else { return [why] + Self.noGates(column.platform) }
            return [
                why, .code("swift run weld-gates --all"),
                .text(" on such a machine fills this column"),
            ]
        }
        let reason = declaration.pendingReason.map { ": \($0)" } ?? ""
        return [.text("no run of \(declaration.id.rawValue) on \(column.title)\(reason); ")]
            + remedy(declaration, column.platform, hostClass)
    }

    /// Returns what fills a cell, now or once the gate can be run.
    private func remedy(
        _ declaration: GateDeclaration, _ platform: PlatformID, _ hostClass: String
    ) -> [Span] {
        if platform.isEmulated {
            return [.code("CI/windows.sh"), .text(" fills this cell, as far as it can")]
        }
        guard platform == .linux else { return Self.noGates(platform) }
        return [
            .code(
                "swift run weld-gates --gate \(declaration.id.rawValue) --host-class \(hostClass)"),
            .text(declaration.pendingReason == nil ? " fills this cell" : " will fill this cell"),
        ]
    }

    /// Returns what there is on a system whose manifest has no gates.
    private static func noGates(_ platform: PlatformID) -> [Span] {
        [
            .text("no gates exist on \(platform.title) yet; "), .code("CI/portable.sh"),
            .text(" tests there what is portable"),
        ]
    }

    private static let legend: [Block] = [
        .paragraph([
            .text(
                """
                Each cell: verdict, headline figure of the worst replicate (its distance from the \
                threshold as a factor, above 1 on the good side), controls caught of those tried (and of \
                how many, where a smoke run leaves out some of the long ones), ambition checks that hold of those asked (they decide nothing), the run where it \
                is not this report's.
                """)
        ]),
        .list(
            [
                [
                    .code("GO"),
                    .text(
                        """
                        : every contract and own check holds with the required confidence, every \
                        milestone fired, every control that was tried was caught.\u{20}
                        """), .emphasis("Provisional"), .text(": shorter than the contract asks."),
                ],
                [
                    .code("NO-GO"),
                    .text(
                        """
                        : a contract or own check is violated, or the system under test crashed, \
                        hung, leaked or left something behind.
                        """),
                ],
                [
                    .code("INCONCLUSIVE"),
                    .text(
                        ": the samples cannot decide, the host took too much, or it is not capable."
                    ),
                ],
                [
                    .code("BLIND"),
                    .text(
                        """
                        : a sabotage stayed unseen, or something is wrong beside it that neither it \
                        nor a host can cause; a GO would mean nothing.
                        """),
                ],
                [.code("SKIP"), .text(": the platform cannot do this, checked by the machine.")],
                [.code("ERROR"), .text(": the harness or its preconditions failed.")],
                [
                    .code("PENDING"),
                    .text(
                        """
                        : no attempt of its own exists; a cell never inherits another machine's \
                        figure.
                        """),
                ],
            ], numbered: false),
    ]
}
