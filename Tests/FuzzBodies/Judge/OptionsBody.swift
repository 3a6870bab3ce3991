import Foundation
import FuzzWire
import GateHost

/// Fuzz body: command lines and environments of the program itself, which is started anew for each.
///
/// Byte 0: the command. Then a byte an option or value, until 255; then two bytes a variable of the
/// environment: which, and what it is. `WELD_GATES` names the program. The pair that it is told to
/// judge is none, so that nothing is ever measured, and no path leads out of its directory.
public enum OptionsBody {
    /// Most words and variables of one input.
    private static let limit = 24
    /// How long any of these may take.
    private static let patience: Duration = .seconds(20)

    /// What `--help` says that it ends with; 79 and 64 are what most of these come to.
    private static let codes: Set<Int32> = [0, 4, 10, 64, 79, 100, 101, 106, 110]

    /// Returns what is wrong; nil when all is well: an error in a sentence is a right answer.
    public static func complaint(about input: [UInt8]) throws -> String? {
        guard let program = ProcessInfo.processInfo.environment["WELD_GATES"] else {
            return "WELD_GATES does not name the program"
        }
        var input = InputReader(input)
        var words = commands[Int(input.byte()) % commands.count]
        while !input.isAtEnd, words.count < limit {
            let choice = input.byte()
            if choice == 255 { break }
            words.append(Self.words[Int(choice) % Self.words.count])
        }
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("weld-fuzz-options-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var variables = ["PATH=/usr/bin:/bin", "TMPDIR=\(folder)", "HOME=\(folder)"]
        for _ in 0..<limit where !input.isAtEnd {
            let name = names[Int(input.byte()) % names.count]
            let value = values[Int(input.byte()) % values.count]
            variables.removeAll { $0.hasPrefix("\(name)=") }
            variables.append("\(name)=\(value)")
        }
        return try start(program, words, variables, in: folder)
    }

    private static func start(
        _ program: String, _ words: [String], _ variables: [String], in folder: String
    ) throws -> String? {
        let log = try RegularFile.create("\(folder)/.log")
        // Nothing is typed.
        let input = try RegularFile.create("\(folder)/.input")
        var process = try ChildProcess.spawn(
            path: program, arguments: words, environment: variables, directory: folder,
            inheriting: [
                InheritedDescriptor(input.rawValue, as: 0),
                InheritedDescriptor(log.rawValue, as: 1), InheritedDescriptor(log.rawValue, as: 2),
            ])
        let status = try process.wait(until: .after(patience))
        if case .exited(let code) = status, codes.contains(code) { return nil }
        let said = String(
            decoding: ForeignFile.end(of: "\(folder)/.log", atMost: 2000) ?? [], as: UTF8.self)
        return "\(variables.joined(separator: " ")) \(words) \(status): \(said)"
    }

    /// A pair that there is not: nothing is started.
    private static let pair = ["--editor", "none", "--runtime", "none"]

    private static let commands: [[String]] = [
        pair, ["run"] + pair, ["list"], ["report"], ["verify"], ["sensitivity"] + pair,
        ["replay", "script"] + pair, ["help"], ["--help"], ["--version"],
        ["calibrate", "--help"], ["killmap", "--help"], ["bench", "--help"], ["doctor", "--help"],
    ]

    private static let words = [
        "--all", "--gate", "G1", "G7", "G8", "g1", "--profile", "smoke", "full", "--seed", "--db",
        "--report", "--output", "--format", "markdown", "terminal", "--run", "--replicates",
        "--deadline", "--no-controls", "--strict", "--lock", "--accept", "--compositor", "sway",
        "session", "--keep-frames", "--sanitized-stubs", "--notes", "--control", "-h", "--", "-",
        "", " ", ".", "..", "a.db", "a/b/c.db", ":memory:", "file:a.db?mode=memory", "0", "1", "-1",
        "9223372036854775807",
        "9223372036854775808", "-9223372036854775808", "18446744073709551615", "1e308", "1e400",
        "nan", "inf", "-inf", "0x10", "1.5", "0.0000001", "--seed=", "--db=", "--run=-1",
        "--deadline=0", "--deadline=-1", "--deadline=nan", "--deadline=1e300", "--replicates=0",
        "--replicates=9223372036854775807", String(repeating: "x", count: 5000),
        String(repeating: "9", count: 400), "\u{1B}[2J", "\u{202E}x", "a\nb", "%s%n",
    ]

    private static let names = [
        "CI", "TMPDIR", "HOME", "PATH", "GIT_DIR", "GIT_WORK_TREE", "GIT_CONFIG", "LANG", "LC_ALL",
        "TERM", "NO_COLOR", "COLUMNS", "XDG_RUNTIME_DIR", "WAYLAND_DISPLAY", "WAYLAND_SOCKET",
        "VK_DRIVER_FILES", "SWIFT_BACKTRACE", "TZ", "SQLITE_TMPDIR", "SSH_AUTH_SOCK",
    ]

    private static let values = [
        "", " ", "0", "1", "-1", "false", "true", "/nonexistent", "/proc/self", ".", "a:b", "99",
        "9223372036854775808", "\u{1B}]0;x\u{7}", "dumb", "xterm", "wayland-0",
        "C", "tr_TR.UTF-8", "enable=no", String(repeating: "x", count: 5000),
    ]
}
