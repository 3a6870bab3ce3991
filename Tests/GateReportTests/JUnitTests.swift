import Foundation
import GateKit
import Testing

@testable import GateReport

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// The report that CI systems read.
@Suite struct JUnitTests {
    /// What a parser of XML sees of a document.
    private final class Reader: NSObject, XMLParserDelegate {
        var elements: [(name: String, attributes: [String: String])] = []

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
            qualifiedName: String?, attributes: [String: String]
        ) {
            elements.append((name, attributes))
        }

        func count(_ name: String) -> Int { elements.count { $0.name == name } }
    }

    private func read(_ text: String) throws -> Reader {
        let reader = Reader()
        let parser = XMLParser(data: Data(text.utf8))
        parser.delegate = reader
        try #require(parser.parse(), "\(parser.parserError.map { "\($0)" } ?? "")")
        return reader
    }

    @Test("A parser of XML takes it, and counts what it says", arguments: GoldenReport.allCases)
    func counts(_ golden: GoldenReport) throws {
        let reader = try read(JUnit.render(golden.report))
        let whole = try #require(reader.elements.first)
        #expect(whole.name == "testsuites")
        for (attribute, element) in [
            ("tests", "testcase"), ("failures", "failure"), ("errors", "error"),
            ("skipped", "skipped"),
        ] {
            #expect(whole.attributes[attribute] == "\(reader.count(element))")
        }
        #expect(reader.count("testsuite") == golden.report.declarations.count)
    }

    @Test("NO-GO is a failure, BLIND an error, and what is undecided is skipped with its reason")
    func verdicts() throws {
        let reader = try read(JUnit.render(GoldenReport.troubled.report))
        #expect(
            reader.elements.contains { $0.name == "failure" && $0.attributes["type"] == "NO-GO" })
        #expect(reader.elements.contains { $0.name == "error" && $0.attributes["type"] == "BLIND" })
        #expect(
            reader.elements.contains {
                $0.name == "skipped"
                    && $0.attributes["message"]?.hasPrefix("INCONCLUSIVE: ") == true
            })
    }

    @Test("What XML forbids is not in it")
    func escaping() throws {
        let reader = try read("<x a=\"\(JUnit.escaped("a\u{0}<\"&'\n\u{FFFE}b"))\"/>")
        #expect(reader.elements.first?.attributes["a"]?.contains("<\"&'\n") == true)
    }
}
