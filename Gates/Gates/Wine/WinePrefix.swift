internal import Foundation
internal import GateHost
internal import GateKit

/// A private prefix of Wine, and how programs are started in it: with nothing of the user's, and
/// everything in it ended with it.
public struct WinePrefix: Sendable {
    /// Where weld-peer.exe lies beside the stubs.
    public var programs: String
    /// What Wine calls its version.
    public var version: String
    private let wine: String
    private let server: String
    private let prefix: String
    private let home: String

    /// Why there is none.
    public struct Missing: Error, Sendable, CustomStringConvertible {
        /// One sentence, with what to do next.
        public let description: String
    }

    /// Finds Wine for a prefix in a folder that is there.
    public init(
        programs: String, prefix: String, home: String, find: (String) -> String?
    ) throws(Missing) {
        let servers = ["/usr/lib/wine/wineserver64", "/usr/lib/wine/wineserver"]
        guard let wine = find("wine"),
            let server = find("wineserver") ?? servers.first(where: RegularFile.isExecutable)
        else {
            throw Missing(description: "there is no Wine here; CI/setup.sh --windows installs it")
        }
        self.programs = programs
        self.prefix = prefix
        self.home = home
        self.wine = wine
        self.server = server
        version = ""
        let command = BoundedCommand(path: wine, arguments: ["--version"], environment: environment)
        guard case .ended(_, let output, _)? = try? command.run(until: .after(.seconds(20))),
            output.starts(with: Array("wine-".utf8))
        else { throw Missing(description: "\(wine) --version says no version within 20 s") }
        version = String(decoding: output.prefix { $0 != 0x0A }, as: UTF8.self)
    }

    /// Takes what a run told its attempts.
    init(_ plan: AttemptPlan) throws(Missing) {
        guard let wine = plan.options["wine"], let server = plan.options["wine-server"],
            let prefix = plan.options["wine-prefix"], let programs = plan.options["wine-programs"],
            let version = plan.options["wine-version"]
        else { throw Missing(description: "nothing was told of Wine; weld-gates wine does it") }
        self.wine = wine
        self.server = server
        self.prefix = prefix
        self.programs = programs
        self.version = version
        home = plan.scratchDirectory
    }

    /// What attempts are told of it.
    public var planOptions: [String: String] {
        [
            "wine": wine, "wine-server": server, "wine-prefix": prefix, "wine-programs": programs,
            "wine-version": version,
        ]
    }

    private var environment: [String] {
        ChildEnvironment.variables(adding: [
            "HOME": home, "WINEPREFIX": prefix, "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree,mshtml,winemenubuilder.exe=",
        ])
    }

    /// Makes the prefix's content.
    public func make() throws(Missing) {
        let outcome = try? run(["wineboot", "-i"], within: .seconds(120))
        end()
        guard RegularFile.isThere("\(prefix)/drive_c/windows/system32/kernel32.dll") else {
            let how = outcome.map { "\($0)" } ?? "it could not be started"
            throw Missing(
                description: "\(version) made no prefix within 120 s: \(how.prefix(300))")
        }
    }

    /// Runs a program of Windows to its end.
    func run(
        _ arguments: [String], within time: Duration
    ) throws(SystemError) -> BoundedCommand.Outcome {
        let command = BoundedCommand(
            path: wine, arguments: arguments, environment: environment, limit: 64 << 20)
        return try command.run(until: .after(time))
    }

    /// Ends everything in the prefix, and waits until it has let go.
    public func end() {
        for argument in ["-k", "-w"] {
            let command = BoundedCommand(
                path: server, arguments: [argument], environment: environment)
            _ = try? command.run(until: .after(.seconds(10)))
        }
        removeServersFolder()
    }

    /// Removes the folder for its sockets that the server of Debian's Wine makes in /tmp and leaves there;
    /// its name stands in the prefix.
    private func removeServersFolder() {
        let bytes = ForeignFile.beginning(of: "\(prefix)/wineserver", atMost: 64) ?? []
        let name = String(decoding: bytes, as: UTF8.self)
        let isItsOwn =
            name.hasPrefix("wine-") && name.count == 11
            && name.dropFirst(5).allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
        guard isItsOwn else { return }
        try? FileManager.default.removeItem(atPath: "/tmp/\(name)")
    }

    /// Returns how a program of Windows calls a file.
    public static func windowsPath(_ path: String) -> String {
        "Z:" + String(path.map { $0 == "/" ? "\\" : $0 })
    }
}

extension RegularFile {
    /// Whether a path leads to a regular file.
    fileprivate static func isThere(_ path: String) -> Bool {
        DescriptorFacts.following(path)?.kind == .regular
    }
}
