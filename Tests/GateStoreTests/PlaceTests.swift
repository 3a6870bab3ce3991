import Foundation
import GateKit
import Glibc
import Testing

@testable import GateStore

/// A store is what stands at its path: what is committed to anything else is lost.
@Suite struct PlaceTests {
    let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    /// What can become of a store's file while it is in use.
    enum Fate: CaseIterable {
        case removed, copied, emptiedAnew, directory, linkedElsewhere

        func happen(to path: String) throws {
            let files = FileManager.default
            let other = path + ".other"
            switch self {
            case .removed: break
            case .copied, .linkedElsewhere: try files.copyItem(atPath: path, toPath: other)
            case .emptiedAnew: try Data().write(to: URL(fileURLWithPath: other))
            case .directory:
                try files.createDirectory(atPath: other, withIntermediateDirectories: false)
            }
            try files.removeItem(atPath: path)
            switch self {
            case .removed: break
            case .linkedElsewhere:
                try files.createSymbolicLink(atPath: path, withDestinationPath: other)
            case .copied, .emptiedAnew, .directory: try files.moveItem(atPath: other, toPath: path)
            }
        }
    }

    @Test("the next write to a store that is gone is refused", arguments: Fate.allCases)
    func gone(fate: Fate) throws {
        let store = try scratch.open()
        let run = try store.beginRun(.fixture(), harness: .fixture)
        try fate.happen(to: scratch.database)
        let error = storeError {
            _ = try store.beginAttempt(.fixture(), rule: .fixture, run: run, startedAt: 0)
        }
        #expect(error?.kind == (fate == .directory ? .cannotOpen : .replaced))
        #expect(error?.exitCode == .cannotWrite)
    }

    @Test("a run is confirmed where it is, and nowhere else", arguments: Fate.allCases)
    func confirmed(fate: Fate) throws {
        let store = try scratch.open()
        let run = try store.finishedRun()
        try store.confirm(run: run)
        try fate.happen(to: scratch.database)
        #expect(storeError { try store.confirm(run: run) }?.exitCode == .cannotWrite)
    }

    @Test("a run is not confirmed in a file that was cut or written over in its place")
    func overwritten() throws {
        for size in [0, 4096] {
            let scratch = try Scratch()
            let store = try scratch.open()
            let run = try store.finishedRun()
            let file = try FileHandle(forUpdating: URL(fileURLWithPath: scratch.database))
            try file.truncate(atOffset: UInt64(size))
            try file.close()
            #expect(storeError { try store.confirm(run: run) } != nil)
        }
    }

    @Test("a run that was unsealed, or edited after it was sealed, is not confirmed")
    func edited() throws {
        for sql in [
            "DELETE FROM run_seal", "UPDATE run SET state = 'running'", "UPDATE run SET seed = '5'",
            "DELETE FROM run_digest",
        ] {
            let scratch = try Scratch()
            let store = try scratch.open()
            let run = try store.finishedRun()
            try scratch.execute(sql)
            #expect(storeError { try store.confirm(run: run) } != nil, "\(sql)")
        }
    }

    @Test("what is confirmed although the log was removed under it is in the file alone")
    func withoutLog() throws {
        let store = try scratch.open()
        let run = try store.beginRun(.fixture(), harness: .fixture)
        try store.makeAttempt(run: run)
        try FileManager.default.removeItem(atPath: scratch.database + "-wal")
        try store.finishRun(run, state: .finished, at: 3, results: [], controls: [])
        let refused = storeError { try store.confirm(run: run) }
        let copy = try Scratch()
        try FileManager.default.copyItem(atPath: scratch.database, toPath: copy.database)
        let found = try? GateStore.openReadOnly(path: copy.database).run(run).state
        #expect(refused != nil || found == .finished)
    }

    @Test("what is no file is no store, for readers and for writers")
    func kinds() throws {
        let pipe = scratch.directory + "/pipe"
        #expect(unsafe mkfifo(pipe, 0o600) == 0)
        for path in ["/dev/null", pipe, scratch.directory] {
            let reading = storeError { _ = try GateStore.openReadOnly(path: path) }
            let writing = storeError { _ = try GateStore(path: path, isAlive: { _ in true }) }
            #expect(reading?.kind == .cannotOpen && writing?.kind == .cannotOpen, "\(path)")
            #expect(reading?.exitCode == .cannotWrite)
        }
    }

    @Test("a path through a file is no empty place")
    func throughFile() throws {
        try Data().write(to: URL(fileURLWithPath: scratch.directory + "/file"))
        let error = storeError {
            _ = try GateStore.openReadOnly(path: scratch.directory + "/file/results.db")
        }
        #expect(error?.kind == .cannotOpen)
    }
}
