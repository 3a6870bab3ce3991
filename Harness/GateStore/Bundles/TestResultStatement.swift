import Foundation
import GRDB
import GateKit

/// What is signed of a bundle: an in-toto statement about the body, with a test result as predicate
/// (https://in-toto.io/attestation/test-result/v0.1).
struct TestResultStatement: Codable {
    /// Something by its digest.
    struct Resource: Codable {
        var name: String
        var digest: [String: String]
    }

    /// What came of the gates.
    struct Predicate: Codable {
        var result: String
        var configuration: [Resource]
        var passedTests: [String]
        var warnedTests: [String]
        var failedTests: [String]
    }

    var type = "https://in-toto.io/Statement/v1"
    var subject: [Resource]
    var predicateType = "https://in-toto.io/attestation/test-result/v0.1"
    var predicate: Predicate

    enum CodingKeys: String, CodingKey {
        case type = "_type"
        case subject, predicateType, predicate
    }

    /// Makes the statement of a run.
    ///
    /// - Parameters:
    ///   - body: The SHA-256 of the bundle's body.
    ///   - seal: The digest of the run; nil for one without.
    init(_ run: RunRecord, results: [GateResult], body: String, seal: String?) {
        subject = [Resource(name: "weld-gates run", digest: ["sha256": body])]
        if let commit = run.fact(ProvenanceKey.commit),
            commit.count == 40, commit.allSatisfy(\.isHexDigit)
        {
            subject.append(Resource(name: "commit", digest: ["gitCommit": commit]))
        }
        func gates(_ verdicts: [Verdict]) -> [String] {
            results.filter { verdicts.contains($0.verdict) }.map(\.gate.rawValue)
        }
        let failed = gates([.noGo, .blind, .error])
        let warned = gates([.inconclusive, .pending, .skip])
        let passed = gates([.go])
        predicate = Predicate(
            result: failed.isEmpty
                ? warned.isEmpty && !passed.isEmpty ? "PASSED" : "WARNED" : "FAILED",
            configuration: seal.map { [Resource(name: "run seal", digest: ["sha256": $0])] } ?? [],
            passedTests: passed, warnedTests: warned, failedTests: failed)
    }

    /// The statement as it is signed: keys sorted, no white space.
    var text: String {
        get throws { String(decoding: try JSONColumn.encoder().encode(self), as: UTF8.self) }
    }

    /// Whether a text is a statement about a body of this digest.
    static func speaks(_ text: String, of body: String) -> Bool {
        let statement = try? JSONDecoder().decode(Self.self, from: Data(text.utf8))
        return statement?.subject.first?.digest["sha256"] == body
    }
}
