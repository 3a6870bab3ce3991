import Foundation
import GateHost
import GateKit
import GateRunner
import GateStore
import Synchronization

/// The run's journal in the store.
struct StoreJournal: RunJournal {
    let store: GateStore
    /// Which violations are not kept: what a caller brought about on purpose.
    var isExpected: @Sendable (Violation) -> Bool = { _ in false }

    func beginRun(_ run: RunRecord) throws(JournalError) -> Int64 {
        let own = ProcessIdentity.current()
        return try told { () throws(StoreError) in
            try store.beginRun(
                run,
                harness: HarnessProcess(
                    pid: ProcessEnvironment.pid, startTime: own?.startTicks ?? 0))
        }
    }

    func beginAttempt(
        run: Int64, plan: AttemptPlan, rule: Rule, startedAt: Int64
    ) throws(JournalError) -> Int64 {
        try told { () throws(StoreError) in
            try store.beginAttempt(plan, rule: rule, run: run, startedAt: startedAt)
        }
    }

    func append(_ evidence: [StoredEvidence], attempt: Int64) throws(JournalError) {
        let kept = evidence.filter { piece in
            if case .violation(let violation) = piece { !isExpected(violation) } else { true }
        }
        try told { () throws(StoreError) in try store.append(kept, attempt: attempt) }
    }

    func finishAttempt(
        _ attempt: Int64, ending: AttemptEnding, finishedAt: Int64
    ) throws(JournalError) {
        try told { () throws(StoreError) in
            try store.endAttempt(attempt, ending, at: finishedAt)
        }
    }

    func judge(attempt: Int64) throws(JournalError) -> JudgedAttempt {
        try told { () throws(StoreError) in try store.judge(attempt: attempt) }
    }

    func sampleCounts(run: Int64) throws(JournalError) -> [String: Int] {
        try told { () throws(StoreError) in try store.sampleCounts(run: run) }
    }

    func store(_ sensitivity: SensitivityResult, run: Int64) throws(JournalError) {
        try told { () throws(StoreError) in try store.store(sensitivity, run: run) }
    }

    func finishRun(
        _ run: Int64, state: RunRecord.State, finishedAt: Int64, results: [GateResult],
        controls: [ControlResult], faults: [HarnessFault]
    ) throws(JournalError) {
        try told { () throws(StoreError) in
            try store.finishRun(
                run, state: state, at: finishedAt, results: results,
                controls: controls, faults: faults)
            try store.confirm(run: run)
        }
    }

    private func told<Value>(
        _ body: () throws(StoreError) -> Value
    ) throws(JournalError) -> Value {
        do throws(StoreError) {
            return try body()
        } catch {
            throw JournalError(error.description, exitCode: error.exitCode)
        }
    }
}

extension GateStore {
    /// Opens the store for writing; runs whose process is gone are marked as broken.
    ///
    /// Numbers of processes are another namespace's where two share a folder: while anybody else
    /// has a store of it open, every run that is marked as running may be his, and is left alone
    /// (platform.md#owner).
    static func open(_ path: String) throws(Failure) -> GateStore {
        do throws(StoreError) {
            return try opened(path)
        } catch {
            throw Failure.store(error)
        }
    }

    /// The same, with the store's own error.
    static func opened(_ path: String) throws(StoreError) -> GateStore {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let store = try GateStore(path: path, isAlive: liveness(beside: path))
        // It may just have been made.
        _ = FolderShare.take(folder)
        return store
    }

    /// Returns how is told whether a process that makes a run still lives: where others take part
    /// in the store's folder, it may be one whose number says nothing here.
    static func liveness(beside path: String) -> (HarnessProcess) -> Bool {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let isAlone = FolderShare.take(folder)
        return { process in
            !isAlone || ProcessIdentity(pid: process.pid, startTicks: process.startTime).isAlive
        }
    }

    /// The same for a store that has to be there: nothing is made where nothing is.
    static func openedIfThere(_ path: String) throws(StoreError) -> GateStore {
        _ = try openReadOnly(path: path)
        return try opened(path)
    }

    /// Opens the store for reading.
    static func read(_ path: String) throws(Failure) -> GateStore {
        do throws(StoreError) {
            return try openReadOnly(path: path)
        } catch {
            throw Failure.store(error)
        }
    }
}

/// This process's part in the folders whose stores it writes, for as long as it lives.
private enum FolderShare {
    private static let shares = Mutex<[String: Int32]>([:])

    /// Takes part in a folder's lock and returns whether nobody else did; true where there is no
    /// such folder, or it cannot be locked.
    static func take(_ folder: String) -> Bool {
        shares.withLock { shares in
            guard shares[folder] == nil, let share = PrivateDirectory.takePart(in: folder) else {
                return true
            }
            shares[folder] = share.descriptor.release()
            return share.wasAlone
        }
    }
}
