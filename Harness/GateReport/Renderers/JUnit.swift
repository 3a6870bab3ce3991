import GateKit

/// A run as JUnit XML, in the form that Jenkins' schema asks for: a gate is a suite, a check or a
/// control is a case (report.md#one-model-many-renderings).
///
/// NO-GO is a failure; BLIND and ERROR are errors; INCONCLUSIVE, PENDING and SKIP are skipped, each
/// with its reason.
enum JUnit {
    /// Returns the document, ending in a line feed.
    static func render(_ report: RunReport) -> String {
        let suites = report.declarations.map { Suite($0, report) }
        let counts = suites.reduce(into: Counts()) { $0.add($1.counts) }
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites name="weld-gates" \(counts.attributes) time="\(seconds(report.run))">
            \(suites.map(\.text).joined())</testsuites>

            """
    }

    /// How long the run took, in seconds with three decimals.
    fileprivate static func seconds(_ run: RunRecord) -> String {
        // Two numbers that a store may hold anything in.
        let (length, isTooLong) =
            (run.finishedAt ?? run.startedAt).subtractingReportingOverflow(run.startedAt)
        return time(milliseconds: isTooLong ? 0 : max(0, length))
    }

    fileprivate static func time(milliseconds: Int64) -> String {
        let (whole, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
        return "\(whole)." + String(String(1000 + rest).dropFirst())
    }

    /// Returns a text that ends no element and no attribute, with nothing that XML 1.0 forbids.
    static func escaped(_ text: String) -> String {
        HTML.escaped(text).replacing("&#39;", with: "&apos;").replacing("\n", with: "&#10;")
    }
}

/// How many cases there are, and of which kind.
private struct Counts {
    var tests = 0
    var failures = 0
    var errors = 0
    var skipped = 0

    mutating func add(_ verdict: Verdict) {
        tests += 1
        switch verdict {
        case .go: break
        case .noGo: failures += 1
        case .blind, .error: errors += 1
        case .inconclusive, .skip, .pending: skipped += 1
        }
    }

    mutating func add(_ other: Counts) {
        tests += other.tests
        failures += other.failures
        errors += other.errors
        skipped += other.skipped
    }

    var attributes: String {
        "tests=\"\(tests)\" failures=\"\(failures)\" errors=\"\(errors)\" skipped=\"\(skipped)\""
    }
}

/// One gate.
private struct Suite {
    let text: String
    private(set) var counts = Counts()

    init(_ declaration: GateDeclaration, _ report: RunReport) {
        let gate = declaration.id
        var cases = ""
        var counts = Counts()
        func add(_ name: String, _ verdict: Verdict, _ reason: String) {
            counts.add(verdict)
            cases += Self.text(gate, name, verdict, reason)
        }
        if let result = report.results.first(where: { $0.gate == gate }) {
            add("verdict", result.verdict, result.sentence)
        } else {
            add("verdict", .pending, declaration.pendingReason ?? "not in this run")
        }
        for worst in WorstCheck.all(gate, in: report.attempts) where worst.result.check.tier.decides
        {
            let check = worst.result.check
            add(
                check.id, worst.result.verdict, "\(check.question): \(worst.result.reason.sentence)"
            )
        }
        for control in report.controls where control.control.gate == gate {
            // A control that was missed is the gate's blindness, whatever its attempt came out as.
            add("control \(control.control.sabotage)", control.verdict, control.observed.sentence)
        }
        self.counts = counts
        text =
            "<testsuite name=\"\(JUnit.escaped("\(gate.rawValue) \(gate.title)"))\" "
            + "\(counts.attributes) time=\"\(JUnit.seconds(report.run))\" "
            + "timestamp=\"\(Self.timestamp(report.run.startedAt))\" "
            + "hostname=\"\(JUnit.escaped(report.run.fact(ProvenanceKey.host) ?? "unknown"))\">\n"
            + Self.properties(report) + cases + "</testsuite>\n"
    }

    private static func properties(_ report: RunReport) -> String {
        let run = report.run
        let all = [
            ("run", "\(run.id)"), ("platform", run.platform.rawValue),
            ("host-class", run.hostClass), ("profile", run.profile.rawValue),
            ("seed", "\(run.seed)"), ("commit", run.fact(ProvenanceKey.commit) ?? "unknown"),
        ]
        let lines = all.map {
            "<property name=\"\($0.0)\" value=\"\(JUnit.escaped($0.1))\"/>\n"
        }
        return "<properties>\n\(lines.joined())</properties>\n"
    }

    private static func text(
        _ gate: GateID, _ name: String, _ verdict: Verdict, _ reason: String
    ) -> String {
        let opening =
            "<testcase classname=\"\(gate.rawValue)\" name=\"\(JUnit.escaped(name))\" time=\"0\""
        let message = JUnit.escaped(reason)
        switch verdict {
        case .go: return opening + "/>\n"
        case .noGo:
            return opening + "><failure type=\"NO-GO\" message=\"\(message)\"/></testcase>\n"
        case .blind, .error:
            return opening
                + "><error type=\"\(verdict.rawValue)\" message=\"\(message)\"/></testcase>\n"
        case .inconclusive, .skip, .pending:
            return opening
                + "><skipped message=\"\(verdict.rawValue): \(message)\"/></testcase>\n"
        }
    }

    /// Returns `2026-09-21T14:13:20`, as the schema asks: without a zone, in UTC.
    private static func timestamp(_ milliseconds: Int64) -> String {
        DateFormat.utc(milliseconds).replacing(" UTC", with: "").replacing(" ", with: "T")
    }
}
