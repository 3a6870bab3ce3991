import Foundation
import GateKit
import Testing

/// A command whose answer nobody can read has failed.
@Suite("Answers")
struct AnswerTests {
    private static let quick = [
        "list --db runs.db", "list --db runs.db --json", "list --controls", "verify --db runs.db",
        "report --db runs.db --output -", "report --db runs.db --format terminal",
        "report --db runs.db --output /dev/stdout", "doctor --db runs.db", "replay script.fuzz",
    ]
    private static let streams = ["/dev/full", "no reader", "closed"]
    /// Each quick command with each stream; what takes seconds with one of them.
    static let cases =
        quick.flatMap { command in streams.map { (command, $0) } } + [
            ("bench --no-window --lock $LOCK", "no reader"),
            ("--gate G7 --no-controls --lock $LOCK", "closed"),
            ("--gate G7 --no-controls --json --lock $LOCK", "/dev/full"),
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
        arguments: cases)
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
