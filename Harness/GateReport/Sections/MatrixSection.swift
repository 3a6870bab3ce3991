import GateKit

/// Gates by platforms, with a numbered remark for every cell that is not a plain GO.
struct MatrixSection {
    let report: RunReport

    var markdown: String {
        var remarks = Remarks()
        let columns = MatrixColumn.all(report.matrix)
        var table = MarkdownTable(
            [("Gate", .left)] + columns.map { ($0.title, MarkdownTable.Alignment.left) })
        for declaration in report.declarations {
            let cells = columns.map { column in
                guard let cell = column.cell(declaration.id) else {
                    return "PENDING " + remarks.mark(missing(declaration, column))
                }
                return text(cell, declaration, &remarks)
            }
            table.add(["\(declaration.id.rawValue) \(declaration.id.title)"] + cells)
        }
        return ["## Matrix", table.markdown, remarks.markdown, Self.legend]
            .filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    /// Returns a cell: verdict, headline figure, margin, controls and run.
    private func text(
        _ cell: MatrixCell, _ declaration: GateDeclaration, _ remarks: inout Remarks
    ) -> String {
        let result = cell.result
        guard result.verdict != .pending else {
            return "PENDING "
                + remarks.mark("\(result.reason); \(command(declaration, cell.hostClass))")
        }
        var parts = ["**\(result.shown)**"]
        if result.provisional { parts.append("provisional: \(shortfall(result))") }
        if let value = result.headlineValue, let unit = result.headlineUnit {
            let margin = result.margin.map { " (\(NumberFormat.margin($0)))" } ?? ""
            parts.append(NumberFormat.figure(value, unit) + margin)
        }
        parts.append("controls \(result.controlsCaught)/\(result.controlsTried)")
        if result.ambitionsAsked > 0 {
            parts.append("ambitions \(result.ambitionsHeld)/\(result.ambitionsAsked)")
        }
        if cell.runID != report.run.id { parts.append("run \(cell.runID)") }
        if let earlier = cell.earlierNoGo {
            parts.append("**NO-GO earlier on this commit: run \(earlier)**")
        }
        let text = parts.joined(separator: ", ")
        guard result.verdict != .go else { return text }
        return text + " " + remarks.mark("\(result.gate.rawValue): \(result.reason)")
    }

    /// Returns why a cell has no run behind it, and the command that gives it one.
    private func missing(_ declaration: GateDeclaration, _ column: MatrixColumn) -> String {
        guard let hostClass = column.hostClass else {
            return "no run on \(column.platform.title); `swift run weld-gates --all` on such a "
                + "machine fills this column"
        }
        let reason = declaration.pendingReason.map { ": \($0)" } ?? ""
        return "no run of \(declaration.id.rawValue) on \(column.title)\(reason); "
            + command(declaration, hostClass)
    }

    /// Returns what fills a cell, now or once the gate can be run.
    private func command(_ declaration: GateDeclaration, _ hostClass: String) -> String {
        "`swift run weld-gates --gate \(declaration.id.rawValue) --host-class \(hostClass)` "
            + (declaration.pendingReason == nil ? "fills this cell" : "will fill this cell")
    }

    /// Returns what the run lacks of the contract's length: `GateDeclaration.judge` appends it to
    /// the reason, after a semicolon.
    private func shortfall(_ result: GateResult) -> String {
        result.reason.split(separator: "; ").last.map(String.init) ?? result.reason
    }

    private static let legend = """
        Each cell: verdict, headline figure of the worst replicate (its distance from the \
        threshold as a factor, above 1 on the good side), controls caught of those tried, ambition \
        checks that hold of those asked (they decide nothing), the run where it is not this \
        report's.

        * `GO`: every contract and own check holds with the required confidence, every milestone \
        fired, every control was caught. *Provisional*: shorter than the contract asks.
        * `NO-GO`: a contract or own check is violated, or the system under test crashed, hung, \
        leaked or left something behind.
        * `INCONCLUSIVE`: the samples cannot decide, or the host was too noisy.
        * `BLIND`: a control was not caught, or for another reason; a GO would mean nothing.
        * `SKIP`: the platform cannot do this, checked by the machine.
        * `ERROR`: the harness or its preconditions failed.
        * `PENDING`: no attempt of its own exists; a cell never inherits another machine's figure.
        """
}

/// Remarks below the matrix; equal ones share a number.
private struct Remarks {
    private var texts: [String] = []

    /// Returns the mark that points to the remark.
    mutating func mark(_ text: String) -> String {
        if let known = texts.firstIndex(of: text) { return "[\(known + 1)]" }
        texts.append(text)
        return "[\(texts.count)]"
    }

    var markdown: String {
        texts.enumerated().map { "\($0.offset + 1). \(MarkdownTable.escaped($0.element))" }
            .joined(separator: "\n")
    }
}
