import ArgumentParser
import Gates

/// Measures what no gate judges: the cost of the wire protocol without its system calls.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measures encoding and decoding of every message.",
        discussion: """
            Nanoseconds a frame, the median of batches on this machine. Nothing is stored and \
            nothing is judged: gates judge round trips.
            """)

    @Flag(help: "One JSON document instead of a table.")
    var json = false

    func run() {
        let costs = WireBench.run()
        guard !json else { return print(JSONText.of(costs)) }
        print(row("MESSAGE", "BYTES", "ENCODE ns", "DECODE ns"))
        for cost in costs {
            print(
                row(
                    cost.message, String(cost.frameBytes), tenths(cost.encodeNanoseconds),
                    tenths(cost.decodeNanoseconds)))
        }
    }

    private func row(_ name: String, _ numbers: String...) -> String {
        let columns = numbers.map { String(repeating: " ", count: max(0, 11 - $0.count)) + $0 }
        return name + String(repeating: " ", count: max(0, 18 - name.count)) + columns.joined()
    }

    private func tenths(_ value: Double) -> String {
        String((value * 10).rounded() / 10)
    }
}
