import Foundation
import GRDB
import GateKit
import Testing

@testable import GateStore

/// One run as one file: everything of it comes along, and nothing that is not right comes in.
@Suite struct BundleTests {
    let scratch: Scratch
    let there: Scratch
    let source: GateStore

    init() throws {
        scratch = try Scratch()
        there = try Scratch()
        source = try there.open()
        // Numbers that the copy will not have.
        _ = try source.finishedRun(.fixture(seed: 1))
    }

    private var bundle: String { there.directory + "/run.bundle" }

    /// Makes a run with an artefact and packs it.
    @discardableResult
    private func export(_ record: RunRecord = .fixture(platform: .macos, seed: 2)) throws -> Int64 {
        let run = try source.beginRun(record, harness: .fixture)
        let attempt = try source.beginAttempt(
            .fixture(), rule: .fixture, run: run, startedAt: 1_790_000_001_000)
        let folder = "\(there.directory)/artefacts/run-\(run)/attempt-\(attempt)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        try "what was seen".write(
            toFile: "\(folder)/evidence.txt", atomically: true, encoding: .utf8)
        try source.append(
            goodEvidence + [.artefact(name: "evidence.txt", path: "\(folder)/evidence.txt")],
            attempt: attempt)
        try source.endAttempt(attempt, .exited(code: 0), at: 1_790_000_002_000)
        _ = try source.judge(attempt: attempt)
        try source.finishRun(
            run, state: .finished, at: 1_790_000_003_000,
            results: [
                GateResult(
                    gate: .g1, verdict: .go, contractVerdict: .go,
                    reason: .recorded(text: "every check holds"))
            ], controls: [])
        try? FileManager.default.removeItem(atPath: bundle)
        _ = try source.pack(run: run).write(to: bundle, signature: nil)
        return run
    }

    private func absorb() throws -> AbsorbedRun {
        try RunBundle(opening: bundle).absorb(signer: nil) { () throws(StoreError) in
            try GateStore(path: scratch.database, isAlive: { _ in true })
        }
    }

    @Test("an imported run verifies, keeps its platform and has its artefacts under its new number")
    func roundTrip() throws {
        let run = try export()
        _ = try scratch.open().finishedRun(.fixture(seed: 3))
        let absorbed = try absorb()
        #expect(absorbed.original == run)
        #expect(absorbed.run == 2 && !absorbed.wasThere && absorbed.missingArtefacts == [])
        let store = try GateStore.openReadOnly(path: scratch.database)
        #expect(try store.verify().findings.map(\.description) == [])
        #expect(try store.run(absorbed.run).platform == .macos)
        #expect(try store.matrix().map(\.platform) == [.macos])
        let attempt = try #require(try store.attempts(run: absorbed.run).first)
        let artefact = try #require(try store.artefacts(attempt: attempt.id).first)
        #expect(artefact.path.hasSuffix("/artefacts/run-2/attempt-\(attempt.id)/evidence.txt"))
        #expect(try String(contentsOfFile: artefact.path, encoding: .utf8) == "what was seen")
        let seal = try source.seal(run: run)
        #expect(try scratch.rows("SELECT number, seal FROM v_origins")[0]["seal"] == seal)
        #expect(try store.sampleCounts(run: 2) == source.sampleCounts(run: run))
    }

    @Test("importing twice finds the run there, by its content")
    func twice() throws {
        try export()
        let first = try absorb()
        let second = try absorb()
        #expect(!first.wasThere && second.wasThere && first.run == second.run)
        #expect(try scratch.open().runIDs() == [1])
    }

    @Test(
        "a bundle that was exchanged after its signature was verified is not the one that is taken")
    func exchanged() throws {
        try export(.fixture(seed: 4))
        let verified = try RunBundle(opening: bundle)
        try export(.fixture(seed: 5))
        let error = storeError {
            _ = try verified.absorb(signer: "anna") { () throws(StoreError) in
                try GateStore(path: scratch.database, isAlive: { _ in true })
            }
        }
        #expect(error?.kind == .badBundle)
        #expect(error?.description.contains("changed") == true)
        #expect(!FileManager.default.fileExists(atPath: scratch.database))
    }

    @Test("a run that came by a bundle goes on in another one, and keeps where it came from")
    func onward() throws {
        let run = try export()
        let here = try absorb().run
        let onward = scratch.directory + "/onward.bundle"
        _ = try GateStore.openReadOnly(path: scratch.database).pack(run: here)
            .write(to: onward, signature: nil)
        let last = try Scratch()
        let absorbed = try RunBundle(opening: onward).absorb(signer: "anna") {
            () throws(StoreError) in
            try GateStore(path: last.database, isAlive: { _ in true })
        }
        #expect(absorbed.missingArtefacts == [])
        let row = try last.rows("SELECT * FROM v_origins")[0]
        #expect(row["number"] as Int64 == run)
        #expect(try last.open().verify().findings.map(\.description) == [])
        // And what began here is known again under its old number.
        let back = try RunBundle(opening: onward).absorb(signer: nil) { () throws(StoreError) in
            try GateStore(path: there.database, isAlive: { _ in true })
        }
        #expect(back.wasThere && back.run == run)
    }

    @Test("a run of the same birth with other content is a conflict, and nothing is changed")
    func conflict() throws {
        try export()
        let here = try absorb().run
        try scratch.execute("UPDATE run_fact SET value = 'elsewhere' WHERE key = 'host'")
        let error = storeError { _ = try absorb() }
        #expect(error?.kind == .conflict)
        #expect(error?.exitCode == .noGo)
        #expect(try scratch.rows("SELECT id FROM run").map { $0[0] as Int64 } == [here])
    }

    @Test("a run that was edited is not packed")
    func edited() throws {
        let run = try source.finishedRun(.fixture(seed: 9))
        try there.execute("UPDATE run_fact SET value = 'x' WHERE run_id = \(run) AND key = 'host'")
        #expect(storeError { _ = try source.pack(run: run) }?.kind == .differs)
        #expect(storeError { _ = try source.pack(run: 99) }?.kind == .notFound)
        let open = try source.beginRun(.fixture(seed: 10), harness: .fixture)
        #expect(storeError { _ = try source.pack(run: open) }?.kind == .busy)
    }

    /// Changes of a bundle, and what they are refused as.
    enum Damage: String, CaseIterable {
        case empty, cut, cutInHead, longer, flipped, foreign, newer, noHead, otherStatement, noGzip
        case directory, missing
    }

    @Test(
        "a bundle that is not as it was made is refused before a store is made",
        arguments: Damage.allCases)
    func damaged(damage: Damage) throws {
        try export()
        let url = URL(fileURLWithPath: bundle)
        var bytes = try Data(contentsOf: url)
        var expected = StoreError.Kind.badBundle
        let body = bytes.indices.filter { bytes[$0] == 0x0A }[1] + 1
        switch damage {
        case .empty: bytes = Data()
        case .cut: bytes = bytes.dropLast(7)
        case .cutInHead: bytes = bytes.prefix(60)
        case .longer: bytes += [0]
        case .flipped: bytes[body + 100] ^= 1
        case .foreign: bytes = Data("PK\u{3}\u{4} an archive of somebody else\n\n".utf8)
        case .newer:
            bytes = Data("weld-gates bundle 2\n{}\n".utf8)
            expected = .newerVersion(2)
        case .noHead: bytes = Data("weld-gates bundle 1\n{}\n".utf8) + bytes[body...]
        case .otherStatement:
            let text = String(decoding: bytes[..<body], as: UTF8.self)
            bytes =
                Data(text.replacing("\"sha256\\\":\\\"", with: "\"sha256\\\":\\\"0").utf8)
                + bytes[body...]
        case .noGzip:
            bytes = Self.bundle(of: Array("no stream at all".utf8))
        case .directory, .missing: break
        }
        try FileManager.default.removeItem(at: url)
        switch damage {
        case .directory:
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
            expected = .cannotOpen
        case .missing: expected = .noStore
        default: try bytes.write(to: url)
        }
        #expect(storeError { _ = try absorb() }?.kind == expected)
        #expect(!FileManager.default.fileExists(atPath: scratch.database))
    }

    /// A bundle whose head is right for any body.
    static func bundle(of body: [UInt8]) -> Data {
        let sha256 = SHA256.digest(body)
        let statement = """
            {"_type":"","subject":[{"name":"","digest":{"sha256":"\(sha256)"}}],"predicateType":"",\
            "predicate":{"result":"","configuration":[],"passedTests":[],"warnedTests":[],\
            "failedTests":[]}}
            """
        let head = BundleHead(sha256: sha256, bytes: Int64(body.count), statement: statement)
        let line = (try? JSONColumn.encoder().encode(head)) ?? Data()
        return Data("weld-gates bundle 1\n".utf8) + line + Data("\n".utf8) + Data(body)
    }

    /// Bodies that say they are what they are not; `%` stands for the store's real size and digest.
    static let manifests: [(String, StoreError.Kind)] = [
        (#"{"artefacts":[],"store":{"bytes":9000000000000,"sha256":""}}"#, .badBundle),
        (#"{"artefacts":[],"store":{"bytes":-1,"sha256":""}}"#, .badBundle),
        (#"{"artefacts":[],"store":{"bytes":5,"sha256":""}}"#, .badBundle),
        (
            #"{"artefacts":[{"attempt":1,"position":0,"file":{"bytes":99999999999,"sha256":""}}],"store":{"bytes":5,"sha256":""}}"#,
            .badBundle
        ),
        (#"{"artefacts":[],"store":{"bytes":1e99,"sha256":""}}"#, .badBundle),
        ("[]", .badBundle), ("", .badBundle),
    ]

    @Test("a list of pieces that no run has is refused", arguments: manifests)
    func hostile(manifest: String, kind: StoreError.Kind) throws {
        let file = scratch.directory + "/body.gz"
        let writer = try GzipWriter(file)
        try writer.write(Array((manifest + "\nhello").utf8))
        try writer.finish()
        let body = try Data(contentsOf: URL(fileURLWithPath: file))
        try Self.bundle(of: Array(body)).write(to: URL(fileURLWithPath: bundle))
        #expect(storeError { _ = try absorb() }?.kind == kind)
        #expect(!FileManager.default.fileExists(atPath: scratch.database))
    }

    @Test("a store in a bundle is verified, however well the bundle is sealed")
    func resealed() throws {
        let run = try export()
        try there.execute(
            "UPDATE sample SET value = value + 1 WHERE sample_index = 3")
        // What export refuses, somebody else may pack.
        let folder = try PrivateFolder()
        let file = folder.path + "/body.gz"
        let size = try FilePieces.digest(there.database)
        let manifest = BundleManifest(
            store: .init(bytes: size.bytes, sha256: size.sha256), artefacts: [])
        let writer = try GzipWriter(file)
        try writer.write(Array(try JSONColumn.encoder().encode(manifest)) + [0x0A])
        try FilePieces.read(there.database) { try writer.write($0) }
        try writer.finish()
        let body = try Data(contentsOf: URL(fileURLWithPath: file))
        try Self.bundle(of: Array(body)).write(to: URL(fileURLWithPath: bundle))
        // Two runs in it, and edited ones.
        #expect(storeError { _ = try absorb() }?.kind == .badBundle)
        #expect(run == 2)
        #expect(!FileManager.default.fileExists(atPath: scratch.database))
    }

    @Test(
        "no artefact is taken from outside its own place, whatever its row says",
        arguments: ["/etc/passwd", "../../../etc/passwd", "", "..", "link", "linked/secret"])
    func places(path: String) throws {
        let secret = there.directory + "/secret"
        try "secret".write(toFile: secret, atomically: true, encoding: .utf8)
        let run = try source.beginRun(.fixture(seed: 5), harness: .fixture)
        let folder = "\(there.directory)/artefacts/run-\(run)/attempt-2"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: folder + "/link", withDestinationPath: secret)
        let attempt = try source.beginAttempt(
            .fixture(), rule: .fixture, run: run, startedAt: 1_790_000_001_000)
        #expect(attempt == 2)
        try source.append(
            goodEvidence + [.artefact(name: "a", path: path)], attempt: attempt)
        try source.endAttempt(attempt, .exited(code: 0), at: 1_790_000_002_000)
        _ = try source.judge(attempt: attempt)
        try source.finishRun(
            run, state: .finished, at: 1_790_000_003_000, results: [], controls: [])
        #expect(try source.pack(run: run).missingArtefacts == ["a"])
    }

    @Test("the statement names the gates, the seal and the body")
    func statement() throws {
        try export()
        let text = try RunBundle(opening: bundle).statement
        let statement = try JSONDecoder().decode(TestResultStatement.self, from: Data(text.utf8))
        #expect(statement.type == "https://in-toto.io/Statement/v1")
        #expect(statement.predicate.result == "PASSED")
        #expect(statement.predicate.passedTests == ["G1"])
        #expect(
            statement.predicate.configuration.first?.digest["sha256"] == (try source.seal(run: 2)))
    }
}
