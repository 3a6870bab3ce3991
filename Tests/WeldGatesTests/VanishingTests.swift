import Foundation
import GateHost
import GateKit
import GateStore
import Testing

/// What is taken away from a run while it is made: it must not end as if nothing had happened.
@Suite("Vanishing")
struct VanishingTests {
    /// A script that the pair's runtime runs before it becomes itself, once.
    private func run(doing line: String) throws -> (folder: Folder, made: Command) {
        let folder = try Folder()
        try folder.copyPrograms()
        // A contract is asked for and a version told before the run begins.
        let script = """
            #!/bin/sh
            case "$*" in *--socket*)
                [ -e HERE/done ] || { : >HERE/done; \(line); } ;;
            esac
            exec HERE/real-runtime "$@"
            """.replacing("HERE", with: folder.path)
        try folder.shell("mv weld-runtime real-runtime")
        try folder.write("weld-runtime", script)
        try folder.shell("chmod +x weld-runtime")
        let made = try Command(
            ["--gate", "G7", "--no-controls", "--replicates", "2"], in: folder)
        return (folder, made)
    }

    @Test(
        "a run whose store was removed or replaced is 110, and names it",
        arguments: [
            "rm -f results.db results.db-wal results.db-shm", "rm -f results.db",
            "mv results.db other.db", "cp results.db other.db; mv other.db results.db",
            "rm results.db; mkdir results.db", "rm results.db; ln -s /dev/null results.db",
        ])
    func store(line: String) throws {
        let (folder, made) = try run(doing: "(cd HERE/results && \(line))")
        #expect(folder.holds("done"))
        #expect(made.code == RunExitCode.cannotWrite.rawValue, "\(made.output)\(made.errors)")
        #expect(made.errors.contains("results/results.db"))
        #expect(!made.output.contains("GO (unproven)"))
    }

    @Test(
        "a program that was replaced while a run was made turns it into ERROR, and is named",
        arguments: ["weld-editor", "weld-runtime", "weld-gates"])
    func program(name: String) throws {
        let (folder, made) = try run(doing: "(cd HERE && cp \(name) new && mv new \(name))")
        #expect(folder.holds("done"))
        #expect(made.code == RunExitCode.preconditionMissing.rawValue, "\(made.output)")
        #expect(made.output.contains("ERROR"))
        #expect(made.output.contains("\(name) was touched during the run"), "\(made.output)")
    }
}
