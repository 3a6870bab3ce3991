import GateKit
import GateReport
import GateStore

/// Everything that list, report and verify do with a store, in this process.
enum StoreReading {
    private static let declarations = GateID.allCases.map {
        GateDeclaration(
            id: $0, question: "whether it holds", headlineCheck: "\($0.rawValue.lowercased()).p50")
    }

    /// Reads a store in every way; the typed errors say that nothing else comes out.
    static func read(_ path: String) {
        do throws(StoreError) {
            let store = try GateStore.openReadOnly(path: path)
            _ = try? store.verify()
            _ = try? store.matrix()
            render(store, run: nil)
            for run in try store.runIDs().prefix(8) {
                render(store, run: run)
                _ = try? store.verify(run: run)
                _ = try? store.seal(run: run)
                _ = try? store.sampleCounts(run: run)
                for attempt in try store.attempts(run: run).prefix(8) {
                    _ = try? store.evidence(attempt: attempt.id)
                    _ = try? store.events(attempt: attempt.id)
                    _ = try? store.artefacts(attempt: attempt.id)
                    _ = try? store.judgements(attempt: attempt.id)
                }
            }
        } catch {
            _ = error.description
        }
    }

    private static func render(_ store: GateStore, run: Int64?) {
        guard let report = try? store.report(run: run, declarations: declarations, notes: []) else {
            return
        }
        for format in ReportFormat.allCases { _ = try? ValidationReport.render(report, as: format) }
        guard let map = try? store.killMap(run: run ?? 1) else { return }
        _ = ValidationReport.terminal(map)
    }
}
