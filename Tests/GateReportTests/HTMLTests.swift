import GateKit
import Testing

@testable import GateReport

/// The page that people open in a browser.
@Suite struct HTMLTests {
    private func page(_ golden: GoldenReport) throws -> String {
        try ValidationReport.render(golden.report, as: .html)
    }

    private func values(of attribute: String, in page: String) -> [String] {
        page.split(separator: " \(attribute)=\"").dropFirst()
            .compactMap { $0.split(separator: "\"", omittingEmptySubsequences: false).first }
            .map(String.init)
    }

    @Test(
        "Nothing in a text opens an element, ends an attribute or turns the direction of writing",
        arguments: [
            ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
            ("\" onload=\"x", "&quot; onload=&quot;x"), ("it's", "it&#39;s"),
            ("a & b", "a &amp; b"),
            ("a\u{1B}[31mb", "a\u{FFFD}[31mb"), ("a\u{202E}b", "a\u{FFFD}b"),
            ("a\u{2028}b", "a\u{FFFD}b"), ("![x](http://y)", "![x](http://y)"),
        ])
    func escaping(text: String, escaped: String) {
        #expect(HTML.escaped(text) == escaped)
    }

    @Test("Every link leads to an address of the page", arguments: GoldenReport.allCases)
    func links(_ golden: GoldenReport) throws {
        let page = try page(golden)
        let addresses = Set(values(of: "id", in: page))
        let links = values(of: "href", in: page)
        #expect(!links.isEmpty)
        for link in links {
            #expect(link.hasPrefix("#") && addresses.contains(String(link.dropFirst())), "\(link)")
        }
    }

    @Test("No address stands twice", arguments: GoldenReport.allCases)
    func addresses(_ golden: GoldenReport) throws {
        let addresses = values(of: "id", in: try page(golden))
        #expect(addresses.count == Set(addresses).count)
    }

    @Test("A gate and a check have an address each", arguments: ["g1", "g1.p50", "kill-map"])
    func known(address: String) throws {
        #expect(values(of: "id", in: try page(.troubled)).contains(address))
    }

    @Test("A page needs nothing beside itself", arguments: GoldenReport.allCases)
    func alone(_ golden: GoldenReport) throws {
        let page = try page(golden)
        for outside in [" src=", "url(", "@import", "http://", "https://"] {
            #expect(!page.contains(outside), "\(outside)")
        }
    }

    @Test("The same store gives the same page", arguments: GoldenReport.allCases)
    func sameBytes(_ golden: GoldenReport) throws {
        #expect(try page(golden) == page(golden))
    }

    @Test("What is measured is drawn: a series of times with its limits")
    func figures() throws {
        let page = try page(.typical)
        #expect(page.contains("id=\"figure-g1-rtt.free\""))
        #expect(page.contains("class=\"limit-name\""))
        #expect(page.contains("g1.p50"))
    }

    @Test("Verdicts are named and not only coloured")
    func verdicts() throws {
        #expect(try page(.troubled).contains("<span class=\"verdict NO-GO\">NO-GO</span>"))
    }

    @Test(
        "A section's address is its gate, or its title",
        arguments: [("G1 · round-trip median", "g1"), ("Kill map", "kill-map"), ("Run", "run")])
    func sections(title: String, address: String) {
        #expect(HTML.address(title) == address)
    }

    @Test(
        "A sum is over what is read, whatever the markup and the white space",
        arguments: [
            ("<b>a</b> b &amp; c", "ab&c"), ("a\n  <i class=\"x\">b</i>", "ab"),
            ("&lt;&gt;&quot;&#39;", "<>\"'"), ("µ … 𝄞", "µ…𝄞"),
        ])
    func sums(content: String, text: String) {
        #expect(PageSum.of(content) == PageSum.of(text, isMarkup: false))
    }

    @Test("A sum is FNV-1a over UTF-16, as the page computes it")
    func known() {
        #expect(PageSum.of("") == "811c9dc5")
        #expect(PageSum.of("GO") != PageSum.of("NO-GO"))
        #expect(PageSum.of("9.62 µs") != PageSum.of("8.62 µs"))
    }
}
