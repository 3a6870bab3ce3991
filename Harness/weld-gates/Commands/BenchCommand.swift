import ArgumentParser
import Gates

/// Measures what no gate judges: the wire protocol without its system calls, and the viewport
/// without its window.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measures the wire's messages and the viewport's region.",
        discussion: """
            Nanoseconds a frame, the median of batches on this machine. Nothing is stored and \
            nothing is judged: gates judge round trips.
            """)

    @Flag(help: "One JSON document instead of a table.")
    var json = false

    /// Everything that was measured.
    private struct Figures: Codable {
        let wire: [WireCost]
        let viewport: ViewportCost
    }

    func run() throws {
        let figures = Figures(wire: WireBench.run(), viewport: try ViewportBench.run())
        guard !json else { return print(JSONText.of(figures)) }
        show(figures.wire)
        show(figures.viewport)
    }

    private func show(_ costs: [WireCost]) {
        print(row("MESSAGE", "BYTES", "ENCODE ns", "DECODE ns"))
        for cost in costs {
            print(
                row(
                    cost.message, String(cost.frameBytes), tenths(cost.encodeNanoseconds),
                    tenths(cost.decodeNanoseconds)))
        }
    }

    private func show(_ cost: ViewportCost) {
        print("\nVIEWPORT, three slots")
        print("publish \(tenths(cost.publishNanoseconds)) ns")
        print("acquire \(tenths(cost.acquireNanoseconds)) ns")
        print("look in vain \(tenths(cost.lookNanoseconds)) ns")
        print("publish to wake, p50 \(microseconds(cost.publishToWake.medianNanoseconds)) us")
        print("publish to wake, p99 \(microseconds(cost.publishToWake.percentile99Nanoseconds)) us")
        print("witness of every row, 1280x720 \(tenths(cost.witnessNanoseconds / 1000)) us")
        for rate in cost.sustained {
            print(
                "\(rate.width)x\(rate.height) at 60 Hz: \(rate.read) of \(rate.due) read, "
                    + "\(rate.faulty) faulty, oldest "
                    + "\(tenths(Double(rate.worstAgeNanoseconds) / 1_000_000)) ms")
        }
    }

    private func row(_ name: String, _ numbers: String...) -> String {
        let columns = numbers.map { String(repeating: " ", count: max(0, 11 - $0.count)) + $0 }
        return name + String(repeating: " ", count: max(0, 18 - name.count)) + columns.joined()
    }

    private func microseconds(_ nanoseconds: UInt64) -> String {
        tenths(Double(nanoseconds) / 1000)
    }

    private func tenths(_ value: Double) -> String {
        String((value * 10).rounded() / 10)
    }
}
