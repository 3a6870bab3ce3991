internal import Foundation
internal import GateHost
internal import GateKit

/// A compositor of the attempt's own, or the session's.
///
/// Its own is taken down with everything that it left, on every path: by `takeDown`, and where that
/// is not reached, when this value goes.
final class Compositor {
    /// Where a client connects: a socket, or the directory in which the compositor makes it.
    let place: String
    /// Where it takes commands, by i3-ipc; nil for a session's.
    let commandSocket: String?
    /// Name and version, for the report.
    let version: String

    private var process: ChildProcess?
    private let directory: CompositorDirectory?

    /// sway without a screen: a turn of its timer and drawing a picture take no longer than a producer
    /// of 60 Hz gives, and no border takes pixels away.
    static func configuration(_ size: WindowSize) -> String {
        """
        xwayland disable
        output HEADLESS-1 mode --custom \(size.width)x\(size.height)@125Hz position 0 0
        default_border none
        default_floating_border none
        focus_follows_mouse no

        """
    }

    /// Starts or finds the compositor that the plan asks for; whether it is ready the observer says.
    ///
    /// - Parameter size: The output's, where the compositor is the attempt's own.
    init(_ plan: AttemptPlan, size: WindowSize = .standard) throws(ViewportFault) {
        switch plan.display?.compositor ?? .sway {
        case .session:
            guard let socket = plan.display?.sessionSocket else {
                throw .precondition(
                    "there is no session: $WAYLAND_DISPLAY is not set; use --compositor sway")
            }
            place = socket
            commandSocket = nil
            version = "the session's at \(socket)"
            process = nil
            directory = nil
        case .sway:
            let sway = try Tool("sway", package: "sway")
            let directory = try CompositorDirectory(scratch: plan.scratchDirectory)
            self.directory = directory
            place = directory.path
            commandSocket = Self.commandSocket(in: directory.path)
            version = sway.firstLine(["--version"]) ?? "sway of an unknown version"
            do {
                process = try Self.start(sway, in: directory, size)
            } catch {
                directory.remove()
                throw error
            }
        }
    }

    deinit { takeDown() }

    /// The process id; 0 where it is not ours.
    var pid: Int32 { process?.pid ?? 0 }

    /// Whether it ended, and what it said last; nil while it runs or where it is not ours.
    func ended() -> String? {
        guard let status = try? process?.wait(until: .immediately), status != .running else {
            return nil
        }
        return "the compositor ended (\(status)): \(lastWords)"
    }

    /// Kills it, so that what its clients do then can be seen.
    func kill() {
        _ = try? process?.kill(Signals.kill)
    }

    /// Ends it, waits for its end, and removes everything that it made.
    func takeDown() {
        guard var running = process.take() else { return }
        _ = try? running.kill(Signals.terminate)
        if (try? running.wait(until: .after(.seconds(3)))) == .running {
            _ = try? running.kill(Signals.kill)
            _ = try? running.wait(until: .after(.seconds(3)))
        }
        directory?.remove()
    }

    private var lastWords: String {
        guard let log = directory.map({ "\($0.path)/log" }),
            let bytes = ForeignFile.end(of: log, atMost: 16_384)
        else { return "it said nothing" }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").suffix(2).joined(
            separator: " | ")
    }

    private static func start(
        _ sway: Tool, in directory: CompositorDirectory, _ size: WindowSize
    ) throws(ViewportFault) -> ChildProcess {
        let file = try directory.write("config", configuration(size))
        let program: Tool
        var arguments = ["-c", file]
        if directory.isForNobody {
            program = try Tool("setpriv", package: "util-linux")
            let user = CompositorDirectory.nobody
            arguments =
                ["--reuid=\(user)", "--regid=\(user)", "--clear-groups", sway.path] + arguments
        } else {
            program = sway
        }
        do {
            let log = try RegularFile.create("\(directory.path)/log")
            return try RealTime.start(as: .compositor) { () throws(SystemError) in
                try ChildProcess.spawn(
                    path: program.path, arguments: arguments,
                    environment: environment(directory.path), directory: directory.path,
                    inheriting: [
                        InheritedDescriptor(log.rawValue, as: 1),
                        InheritedDescriptor(log.rawValue, as: 2),
                    ])
            }
        } catch {
            throw .precondition("the compositor could not be started: \(error)")
        }
    }

    private static func commandSocket(in directory: String) -> String { "\(directory)/commands" }

    private static func environment(_ directory: String) -> [String] {
        ViewportEnvironment.variables(
            from: ProcessEnvironment.all(), home: directory,
            adding: [
                "XDG_RUNTIME_DIR": directory, "SWAYSOCK": commandSocket(in: directory),
                "WLR_BACKENDS": "headless",
                "WLR_RENDERER": "pixman", "WLR_LIBINPUT_NO_DEVICES": "1",
                "WLR_HEADLESS_OUTPUTS": "1",
            ])
    }
}

/// The private runtime directory of a compositor below an attempt's scratch.
///
/// A compositor that refuses to run as root runs as nobody: the directory is nobody's then, mode
/// 0700, and the directories above it let nobody's group pass, without letting it look.
struct CompositorDirectory {
    /// The whole path, short enough for a socket in it.
    let path: String
    /// Whether the compositor has to run as nobody.
    let isForNobody: Bool

    /// The user and the group of nobody (platform of the tools: Debian and its kin).
    static let nobody = 65_534

    /// Makes the directory.
    init(scratch: String) throws(ViewportFault) {
        path = "\(scratch)/w"
        isForNobody = ProcessEnvironment.userID == 0
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o700])
            guard isForNobody else { return }
            try Self.give(path, mode: 0o700, owner: Self.nobody)
            for above in [scratch, URL(fileURLWithPath: scratch).deletingLastPathComponent().path]
            where try Self.isPrivate(above) {
                try Self.give(above, mode: 0o710, owner: 0)
            }
        } catch {
            throw .precondition("cannot make the compositor's directory \(path): \(error)")
        }
    }

    /// Writes a file that the compositor may read.
    func write(_ name: String, _ text: String) throws(ViewportFault) -> String {
        let file = "\(path)/\(name)"
        guard
            FileManager.default.createFile(
                atPath: file, contents: Data(text.utf8), attributes: [.posixPermissions: 0o644])
        else { throw .precondition("cannot write \(file)") }
        return file
    }

    /// Removes everything, whatever the compositor left.
    func remove() {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Whether nobody but its owner passes: only the run's own directories are so, and no other is
    /// changed.
    private static func isPrivate(_ path: String) throws -> Bool {
        let found = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
        return (found as? NSNumber)?.intValue == 0o700
    }

    private static func give(_ path: String, mode: Int, owner: Int) throws {
        try FileManager.default.setAttributes(
            [
                .ownerAccountID: owner, .groupOwnerAccountID: nobody, .posixPermissions: mode,
            ], ofItemAtPath: path)
    }
}

/// Why the viewport cannot be judged here: the judge's side, so ERROR and never NO-GO.
enum ViewportFault: Error, CustomStringConvertible {
    /// Something that the machine must have is missing; one sentence that names the package.
    case precondition(String)
    /// The judge itself failed.
    case harness(String)

    var description: String {
        switch self {
        case .precondition(let text), .harness(let text): text
        }
    }
}

/// A program of the system that an attempt needs.
struct Tool {
    /// Its whole path.
    let path: String

    /// Finds it in PATH; throws the sentence that names its package.
    init(_ name: String, package: String) throws(ViewportFault) {
        let folders = (ProcessEnvironment.value(of: "PATH") ?? "/usr/bin:/bin").split(
            separator: ":")
        let found = folders.map { "\($0)/\(name)" }.first {
            FileManager.default.isExecutableFile(atPath: $0)
        }
        guard let found else {
            throw .precondition("\(name) is missing: install the package \(package)")
        }
        path = found
    }

    /// Returns the first line that the program writes when it is asked; nil where it does not
    /// answer within 5 s.
    func firstLine(_ arguments: [String]) -> String? {
        guard let pipe = try? PipeEnds(),
            var process = try? ChildProcess.spawn(
                path: path, arguments: arguments,
                inheriting: [InheritedDescriptor(pipe.writeEnd.rawValue, as: 1)])
        else { return nil }
        guard case .exited? = try? process.wait(until: .after(.seconds(5))) else { return nil }
        try? pipe.readEnd.setNonBlocking()
        let buffer = OwnedBytes(count: 4096)
        guard let count = buffer.read(last: 4096, from: pipe.readEnd), count > 0 else { return nil }
        let bytes = (0..<count).map { buffer[$0] }
        let text = String(decoding: bytes, as: UTF8.self)
        return text.split(separator: "\n").first.map(String.init)
    }
}
