import Foundation
import GateHost
import GateKit
import Glibc
import Synchronization

/// How many bytes of artefacts a whole run keeps, whatever its attempts name (platform.md#budgets).
final class ArtefactBudget: Sendable {
    /// How many in all.
    let total: Int
    private let left: Mutex<Int>

    /// Creates a budget of which nothing is spent.
    init(_ total: Int) {
        self.total = total
        left = Mutex(total)
    }

    /// Takes so many bytes; false where fewer are left, and then nothing is taken.
    func take(_ bytes: Int) -> Bool {
        left.withLock { left in
            guard bytes >= 0, bytes <= left else { return false }
            left -= bytes
            return true
        }
    }
}

/// Keeps what is worth keeping of an attempt before its scratch directory is removed.
final class ArtefactKeeper: Sendable {
    /// Where artefacts are kept; made when the first one comes.
    let directory: String
    /// Where an attempt may name artefacts.
    let scratch: String
    /// How large one may be, in bytes.
    let limit: Int
    /// How large all of the run's may be.
    let budget: ArtefactBudget
    /// Whether it was said that there is no more room; once an attempt is enough.
    private let hasToldOfBudget = Mutex(false)

    /// Creates the keeper of one attempt.
    init(directory: String, scratch: String, limit: Int, budget: ArtefactBudget) {
        self.directory = directory
        self.scratch = scratch
        self.limit = limit
        self.budget = budget
    }

    /// Returns what is stored of a message: of an artefact the path of its kept copy, of any other
    /// what it says, of progress nothing.
    ///
    /// A path outside the attempt's own directory, or a file that cannot be kept, is a fault; where
    /// the run has kept as much as it may, a fact says so, once.
    func keep(_ message: AttemptMessage) -> StoredEvidence? {
        guard case .artefact(let name, let path) = message else { return StoredEvidence(message) }
        func refuse(_ why: String) -> StoredEvidence {
            .fault(HarnessFault(.harness, "artefact \(name) at \(path) was not kept: \(why)"))
        }
        guard !name.isEmpty, !name.contains("/"), !name.hasPrefix(".") else {
            return refuse("its name is no plain file name")
        }
        let source = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let root = URL(fileURLWithPath: scratch).resolvingSymlinksInPath().path
        guard source.hasPrefix(root + "/") else { return refuse("it is not in the scratch") }
        guard let facts = DescriptorFacts.following(source), facts.kind == .regular else {
            return refuse("it is no regular file")
        }
        guard facts.size <= limit else { return refuse("it has \(facts.size) bytes") }
        guard budget.take(facts.size) else { return spent(name, facts.size) }
        do {
            let target = try place(name)
            try FileManager.default.copyItem(atPath: source, toPath: target)
            return .artefact(name: name, path: target)
        } catch {
            return .fault(
                HarnessFault(.precondition, "artefact \(name) was not kept: \(Self.words(error))"))
        }
    }

    private func spent(_ name: String, _ size: Int) -> StoredEvidence? {
        let isFirst = hasToldOfBudget.withLock { told in
            defer { told = true }
            return !told
        }
        guard isFirst else { return nil }
        return .fact(
            Fact(
                "artefacts not kept",
                "\(name) of \(size) bytes and those after it: a run keeps \(budget.total) bytes"))
    }

    /// Keeps the text gathered about an attempt that had to be ended.
    func keepEvidence(_ text: String) -> StoredEvidence {
        do {
            let target = try place("evidence.txt")
            try text.write(toFile: target, atomically: false, encoding: .utf8)
            return .artefact(name: "evidence.txt", path: target)
        } catch {
            return .fault(
                HarnessFault(.precondition, "evidence could not be kept: \(Self.words(error))"))
        }
    }

    /// The first free place for a name: a store that is gone, or another beside this one, may have
    /// left artefacts of a run with this number.
    private func place(_ name: String) throws -> String {
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true)
        let names = [name] + (2...99).map { "\($0)-\(name)" }
        let paths = names.map { "\(directory)/\($0)" }
        // A link that leads nowhere is something too: what it names is nobody's artefact.
        for path in paths where try DescriptorFacts.at(path) == nil { return path }
        throw SystemError(code: EEXIST, operation: "make", path: paths[0])
    }

    /// What the system refused, and what to do.
    private static func words(_ error: any Error) -> String {
        let what = (error as? SystemError)?.description ?? error.localizedDescription
        return "\(what); free some space, or name a store elsewhere with --db"
    }
}
