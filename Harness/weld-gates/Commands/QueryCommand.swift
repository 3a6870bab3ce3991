import ArgumentParser
import GateKit
import GateStore
import StoreQueries

/// Asks the store a question that has a name.
struct QueryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "query", abstract: "Asks the store a question that has a name.",
        discussion: """
            The queries are the files of results/queries, built into the program; Datasette has \
            them under the same names (datasette results/results.db -m results/datasette.yaml). \
            They only read.

              weld-gates query --list
              weld-gates query slowest-round-trips --set limit=5
              weld-gates query check-history --set check=g6.age --csv
            """)

    @Argument(help: "The query's name.")
    var name: String?

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp("A value, such as limit=5; may be repeated.", valueName: "name=value"))
    var values: [String] = []

    @Flag(help: "List the queries and what may be set.")
    var list = false

    @Flag(help: "Print them as Datasette's metadata.")
    var datasette = false

    @Flag(help: "Comma-separated values (RFC 4180) instead of a table.")
    var csv = false

    @Flag(help: "One JSON document instead of a table.")
    var json = false

    @OptionGroup var store: StoreOptions

    func validate() throws {
        guard [name != nil, list, datasette].count(where: \.self) == 1 else {
            throw ValidationError("Name a query, or say --list or --datasette.")
        }
        guard !(csv && json) else { throw ValidationError("--csv and --json exclude each other.") }
        guard let name else { return }
        guard let query = Self.query(name) else {
            throw ValidationError("There is no query '\(name)'; --list shows what there is.")
        }
        for (name, _) in try settings() where !query.parameters.contains(where: { $0.name == name })
        {
            let known = query.parameters.map(\.name).joined(separator: ", ")
            throw ValidationError(
                "'\(query.name)' has no value '\(name)'"
                    + (known.isEmpty ? "; it has none." : "; it has \(known)."))
        }
    }

    func run() throws {
        do throws(Failure) {
            let text = try text()
            // Its values are printable, and its lines end as RFC 4180 has them.
            if csv { try StandardOutput.write(text) } else { try StandardOutput.say(text) }
        } catch {
            throw error.leave()
        }
    }

    private static func query(_ name: String) -> CannedQuery? {
        CannedQuery.all.first { $0.name == name }
    }

    private func settings() throws -> [String: String] {
        var settings: [String: String] = [:]
        for value in values {
            let parts = value.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, settings[String(parts[0])] == nil else {
                throw ValidationError("--set takes name=value, each name once, not '\(value)'.")
            }
            settings[String(parts[0])] = String(parts[1])
        }
        return settings
    }

    /// How many rows are shown at most.
    private static let most = 100_000

    private func text() throws(Failure) -> String {
        if datasette { return CannedQuery.datasette }
        guard let query = name.flatMap(Self.query) else { return listing() }
        let answer: QueryAnswer
        do {
            answer = try GateStore.openReadOnly(path: store.path)
                .ask(query.sql, values: try settings(), most: Self.most)
        } catch let error as StoreError {
            throw .store(error)
        } catch {
            throw Failure(sentence: "\(error)", code: .usage)
        }
        if answer.isCut {
            StandardError.say("weld-gates: these are the first \(Self.most) rows; there are more")
        }
        return json ? JSONText.of(answer.objects) : csv ? answer.csv : answer.table
    }

    private func listing() -> String {
        guard !json else { return JSONText.of(CannedQuery.all.map(QueryEntry.init)) }
        return CannedQuery.all.map { query in
            (["\(query.name)  \(query.title)"]
                + query.parameters.map { "    --set \($0.name)=…  \($0.meaning)" })
                .joined(separator: "\n")
        }.joined(separator: "\n")
    }
}

/// A query of the list.
private struct QueryEntry: Encodable {
    var name: String
    var title: String
    var parameters: [String: String]

    init(_ query: CannedQuery) {
        name = query.name
        title = query.title
        parameters = query.parameters.reduce(into: [:]) { $0[$1.name] = $1.meaning }
    }
}
