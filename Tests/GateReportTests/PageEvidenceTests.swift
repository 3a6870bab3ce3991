import GateKit
import Testing

@testable import GateReport

/// Samples as a page carries them (report.md#the-page-checks-itself).
@Suite struct PageEvidenceTests {
    private func spelled(_ values: [Double]) -> [String] {
        SampleText(whole: SortedSamples(values), room: .max)?.windows
            .map { "\($0.rank):\($0.deltas)" } ?? ["no room"]
    }

    @Test(
        "Samples are spelled as what each has more than the last, repeats as their number",
        arguments: [
            ([], []), ([5], ["1:5"]), ([3, 1, 2], ["1:1,1,1"]), ([0, 0, 0, 0], ["1:0,*3"]),
            ([7, 7, 9], ["1:7,0,2"]), ([0.5, 1, 1], ["1:=0.5,=1.0,0"]),
            ([-3, 4], ["1:-3,7"]), ([1e18, 1], ["1:1,=1e+18"]),
        ] as [([Double], [String])])
    func spelling(values: [Double], text: [String]) {
        #expect(spelled(values) == text)
    }

    @Test(
        "Samples that take all the room are spelled, those that take one character more are not",
        arguments: [([1, 2, 3], 5), ([0, 0, 0, 0], 4), ([0.5], 4), ([], 0)] as [([Double], Int)])
    func room(values: [Double], length: Int) {
        let sorted = SortedSamples(values)
        #expect(SampleText(whole: sorted, room: length)?.length == length)
        #expect(values.isEmpty || SampleText(whole: sorted, room: length - 1) == nil)
    }

    @Test("A thinned series keeps both ends and what stands around the ranks that decide")
    func thinned() {
        let sorted = SortedSamples((1...10_000).map(Double.init))
        let text = SampleText(sorted, around: [5000, 5010])
        #expect(text.count == 10_000)
        #expect(text.windows.map(\.rank) == [1, 4984, 9984])
        #expect(text.windows[1].deltas.split(separator: ",").count == 43)
    }

    @Test("Evidence is one JSON document that ends no element")
    func document() throws {
        let json = try PageEvidence.json(GoldenReport.troubled.report)
        #expect(!json.contains("<"))
        #expect(json.hasPrefix("{\"attempts\":"))
    }
}
