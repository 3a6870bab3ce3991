import Foundation
import GateKit
import Testing

/// A command whose answer nobody can read has failed.
@Suite("Answers")
struct AnswerTests {
    static let commands = [
        "list --db runs.db", "list --db runs.db --json", "list --controls", "verify --db runs.db",
        "report --db runs.db --output -", "report --db runs.db --format terminal",
        "report --db runs.db --output /dev/stdout", "doctor --db runs.db",
        "bench --no-window --lock $LOCK", "replay script.fuzz",
        "--gate G7 --no-controls --lock $LOCK", "--gate G7 --no-controls --json --lock $LOCK",
    ]

    /// Something for a runtime to answer.
    private static let script = """
        weld-fuzz 1
        protocol 1
        subject runtime
        connect
        frame ProtocolHelloAck sequence=1 accepted=01 joined
        frame Shutdown sequence=1
        expect exits

        """

    @Test(
        "an answer that has no room, no reader or no stream is 110, and a sentence says so",
        arguments: commands, ["/dev/full", "no reader", "closed"])
    func unwritten(command: String, stream: String) throws {
        let folder = try Folder()
        try folder.makeStore()
        try folder.write("script.fuzz", Self.script)
        let answer =
            switch stream {
            case "closed": ">&-"
            case "no reader": ">&4"
            default: ">\(stream)"
            }
        // A pipe whose reader goes away before anything is written.
        let pipe = "mkfifo pipe; exec 3<>pipe; exec 4>pipe; exec 3>&-; "
        let code = try folder.shell("\(pipe)\"$W\" \(command) 2>errors \(answer)")
        let errors = String(decoding: try folder.bytes("errors"), as: UTF8.self)
        #expect(code == RunExitCode.cannotWrite.rawValue, "\(errors)")
        #expect(errors.contains("cannot"), "\(errors)")
    }
}
