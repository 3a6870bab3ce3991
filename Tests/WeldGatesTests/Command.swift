import Foundation

/// One invocation of the built program in a directory of its own.
struct Command {
    /// What it printed.
    var output: String
    /// What it said to the person.
    var errors: String
    /// Its exit code; a signal is negative.
    var code: Int32

    /// The quickest run there is: a real gate without its controls, which is never more than
    /// unproven and ends with 10.
    static let quick = ["--gate", "G7", "--no-controls"]

    /// Runs `weld-gates` in the given folder and waits for its end.
    init(_ arguments: [String], in folder: Folder, environment: [String: String] = [:]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: folder.program)
        process.arguments = folder.locking(arguments)
        process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        process.environment = ProcessInfo.processInfo.environment
            .merging(["COLUMNS": "80"]) { $1 }.merging(environment) { $1 }
        let output = Pipe()
        let errors = Pipe()
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = FileHandle.nullDevice
        try process.run()
        self.output = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        self.errors = String(
            decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        code =
            process.terminationReason == .uncaughtSignal
            ? -process.terminationStatus : process.terminationStatus
    }
}

/// A folder that lives as long as its test.
final class Folder {
    /// Its path.
    let path = "/tmp/wgt-\(UUID().uuidString.prefix(8))"
    /// The program to run.
    var program: String

    /// The folder that the built programs are in.
    static var built: String {
        let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        return URL(fileURLWithPath: tests ?? "").deletingLastPathComponent().path
    }

    /// Makes the folder.
    init() throws {
        program = "\(Self.built)/weld-gates"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
        try? FileManager.default.removeItem(atPath: lock)
    }

    /// A lock of the folder's own: no test waits for another, nor for a person's run.
    var lock: String { "\(path).lock" }

    /// Returns the arguments, with the folder's lock where the command takes one.
    func locking(_ arguments: [String]) -> [String] {
        let taking = [
            "run", "sensitivity", "bench", "calibrate", "killmap", "faultmap", "--all", "--gate",
        ]
        guard arguments.contains(where: taking.contains), !arguments.contains("--lock"),
            !arguments.contains("--help"), arguments.first != "help", arguments.first != "report"
        else { return arguments }
        return arguments + ["--lock", lock]
    }

    /// Writes a file into the folder.
    func write(_ name: String, _ text: String) throws {
        try text.write(toFile: "\(path)/\(name)", atomically: false, encoding: .utf8)
    }

    /// Copies the three programs into the folder and uses those.
    func copyPrograms() throws {
        for name in ["weld-gates", "weld-editor", "weld-runtime"] {
            try FileManager.default.copyItem(
                atPath: "\(Self.built)/\(name)", toPath: "\(path)/\(name)")
        }
        program = "\(path)/weld-gates"
    }

    /// Puts a runtime in the copied one's place that hears one argument as another.
    func wrapRuntime(replacing argument: String, with other: String) throws {
        let runtime = "\(path)/weld-runtime"
        try FileManager.default.moveItem(atPath: runtime, toPath: "\(path)/real-runtime")
        let script = """
            #!/bin/sh
            for argument do
                shift
                if [ "$argument" = '\(argument)' ]; then argument='\(other)'; fi
                set -- "$@" "$argument"
            done
            exec '\(path)/real-runtime' "$@"

            """
        try script.write(toFile: runtime, atomically: false, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: runtime)
    }

    /// Whether something of that name is in the folder.
    func holds(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: "\(path)/\(name)")
    }
}
