import ArgumentParser
import Foundation
import GateKit
import GateRunner
import Gates

/// Measures what no gate judges: the wire protocol without its system calls, the viewport without
/// its window, and what a picture costs in a real one.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measures the wire's messages, the viewport's region and its window.",
        discussion: """
            Nanoseconds a frame, the median of batches on this machine; for the window what a \
            picture costs stage by stage, and its age at each of three places. Nothing is \
            stored and nothing is judged: gates judge.
            """)

    @Flag(help: "One JSON document instead of a table.")
    var json = false

    @Flag(help: "Opens no window: neither compositor nor GPU driver is needed.")
    var noWindow = false

    @OptionGroup var lock: LockOptions

    /// Everything that was measured.
    private struct Figures: Codable {
        let wire: [WireCost]
        let viewport: ViewportCost
        let window: WindowCost?
    }

    func run() throws {
        let machine = try take()
        defer { machine.release() }
        // First what can fail.
        let window = noWindow ? nil : try window()
        let figures = Figures(
            wire: WireBench.run(), viewport: try ViewportBench.run(), window: window)
        let lines =
            json
            ? [JSONText.of(figures)]
            : lines(figures.wire) + lines(figures.viewport) + (figures.window.map(lines) ?? [])
        try StandardOutput.leave(saying: lines)
    }

    private func take() throws -> RunLock {
        do throws(Failure) {
            return try lock.take()
        } catch {
            throw error.leave()
        }
    }

    private func window() throws -> WindowCost {
        func path(_ role: SubjectRole) -> String {
            Program.subjects.first { $0.role == role }?.path ?? ""
        }
        let own: RunDirectory
        do throws(Failure) {
            own = try Program.privateDirectory()
        } catch {
            throw error.leave()
        }
        defer { own.remove() }
        do {
            return try WindowBench.run(
                editor: path(.editor), runtime: path(.runtime), in: own.path)
        } catch let failure as WindowBench.Failure {
            throw Failure(
                sentence: "no window to measure: \(failure); --no-window leaves it out",
                code: .preconditionMissing
            ).leave()
        } catch {
            throw Failure(
                sentence: "no window to measure: \(error.localizedDescription) in "
                    + "\(Program.temporaryDirectory); set TMPDIR to a folder of yours",
                code: .preconditionMissing
            ).leave()
        }
    }

    private func lines(_ cost: WindowCost) -> [String] {
        let stages = [
            ("supply", cost.stages.supply), ("acquire", cost.stages.acquire),
            ("submit", cost.stages.submit), ("present", cost.stages.present),
        ]
        let ages = [
            ("presented", cost.agePresented), ("first shown", cost.ageShown),
            ("replaced", cost.ageReplaced),
        ]
        return [
            "\nWINDOW, \(cost.upload) and \(cost.blit), \(cost.pictures) pictures",
            "editor's processor time a picture \(microseconds(cost.editorNanoseconds)) us",
            stages.map { "\($0.0) \(microseconds($0.1)) us" }.joined(separator: ", "),
        ]
            + ages.map { place, age in
                let figures = [age.median, age.percentile99, age.worst].map { tenths($0 / 1e6) }
                return "age when \(place), p50 \(figures[0]) ms, p99 \(figures[1]) ms, "
                    + "worst \(figures[2]) ms"
            }
    }

    private func lines(_ costs: [WireCost]) -> [String] {
        [row("MESSAGE", "BYTES", "ENCODE ns", "DECODE ns")]
            + costs.map { cost in
                row(
                    cost.message, String(cost.frameBytes), tenths(cost.encodeNanoseconds),
                    tenths(cost.decodeNanoseconds))
            }
    }

    private func lines(_ cost: ViewportCost) -> [String] {
        let toWake = cost.publishToWake
        return [
            "\nVIEWPORT, three slots",
            "publish \(tenths(cost.publishNanoseconds)) ns",
            "acquire \(tenths(cost.acquireNanoseconds)) ns",
            "look in vain \(tenths(cost.lookNanoseconds)) ns",
            "publish to wake, p50 \(microseconds(toWake.medianNanoseconds)) us",
            "publish to wake, p99 \(microseconds(toWake.percentile99Nanoseconds)) us",
            "witness of every row, 1280x720 \(tenths(cost.witnessNanoseconds / 1000)) us",
        ]
            + cost.sustained.map { rate in
                "\(rate.width)x\(rate.height) at 60 Hz: \(rate.read) of \(rate.due) read, "
                    + "\(rate.faulty) faulty, oldest "
                    + "\(tenths(Double(rate.worstAgeNanoseconds) / 1_000_000)) ms"
            }
    }

    private func row(_ name: String, _ numbers: String...) -> String {
        let columns = numbers.map { String(repeating: " ", count: max(0, 11 - $0.count)) + $0 }
        return name + String(repeating: " ", count: max(0, 18 - name.count)) + columns.joined()
    }

    private func microseconds(_ nanoseconds: some BinaryInteger) -> String {
        microseconds(Double(nanoseconds))
    }

    private func microseconds(_ nanoseconds: Double) -> String { tenths(nanoseconds / 1000) }

    private func tenths(_ value: Double) -> String {
        String((value * 10).rounded() / 10)
    }
}
