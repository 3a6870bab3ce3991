import Glibc
import Testing
import WeldPlatform

/// A compositor without a screen, in a directory of its own, as long as the object lives.
final class HeadlessSway {
    /// What a client's environment must say; the driver is its own business.
    let environment: [String]
    /// The same with the software driver.
    var clientEnvironment: [String] { environment + [EditorProcess.softwareDriver] }
    /// The directory: for the editor's socket too.
    let directory: String
    private var child: ChildProcess?

    private static let program = "/usr/bin/sway"
    private static let setpriv = "/usr/bin/setpriv"
    /// The user that sway runs as where the tests run as root, which it refuses to be.
    private static let nobody: UInt32 = 65_534

    /// Whether this machine can start one.
    static let isPossible =
        unsafe access(program, X_OK) == 0
        && (geteuid() != 0 || access(setpriv, X_OK) == 0)

    /// Starts sway and waits until it has started the command that says so, at most 20 s.
    init() throws {
        var template = Array("/tmp/weld-sway-XXXXXX".utf8CString)
        guard let made = unsafe mkdtemp(&template) else {
            throw SystemError(code: errno, operation: "make a directory for sway")
        }
        let directory = unsafe String(cString: made)
        self.directory = directory
        let ready = "\(directory)/ready"
        unsafe mkfifo(ready, 0o600)
        try Self.write(
            """
            xwayland disable
            output HEADLESS-1 mode --custom 1280x720@64Hz position 0 0
            default_border none
            exec 'echo $WAYLAND_DISPLAY > \(ready)'

            """, to: "\(directory)/sway.conf")
        if geteuid() == 0 {
            for path in [ready, directory] { unsafe chown(path, Self.nobody, Self.nobody) }
        }
        // Both ends, so that the pipe outlives the command that writes to it.
        let pipe = OwnedDescriptor(
            adopting: RawDescriptor(rawValue: unsafe open(ready, O_RDWR | O_CLOEXEC)))
        child = try Self.spawn(in: directory)
        let found = try Poll.wait(pipe.rawValue, for: .readable, until: .after(.seconds(20)))
        guard found.contains(.readable) else {
            throw SystemError(code: ETIMEDOUT, operation: "wait for sway")
        }
        var name = [UInt8](repeating: 0, count: 64)
        let count = unsafe try name.withUnsafeMutableBytes { unsafe try pipe.read(into: $0) } ?? 0
        let display = String(decoding: name.prefix(count), as: UTF8.self).filter { $0 != "\n" }
        environment = ["XDG_RUNTIME_DIR=\(directory)", "WAYLAND_DISPLAY=\(display)"]
    }

    deinit {
        // A child that is dropped is killed and reaped.
        child = nil
        remove(directory)
    }

    /// Sends sway a signal.
    func signal(_ number: Int32) throws {
        try child?.kill(number)
    }

    /// Has sway do something, by its own command.
    func message(_ words: String...) throws {
        let names = try FileListing.names(in: directory)
        let socket = names.first { $0.hasPrefix("sway-ipc") } ?? ""
        var child = try ChildProcess.spawn(
            path: "/usr/bin/swaymsg",
            arguments: ["--quiet", "--socket", "\(directory)/\(socket)", "--"] + words,
            environment: environment)
        #expect(try child.wait(until: .after(.seconds(10))) == .exited(code: 0))
    }

    private static func spawn(in directory: String) throws -> ChildProcess {
        let isRoot = geteuid() == 0
        let unprivileged = [
            "--reuid=\(nobody)", "--regid=\(nobody)", "--clear-groups", "--pdeathsig", "KILL",
            program,
        ]
        // It tells about hardware that it does not find.
        let nowhere = OwnedDescriptor(
            adopting: RawDescriptor(
                rawValue: unsafe open("/dev/null", O_WRONLY | O_CLOEXEC)))
        return try ChildProcess.spawn(
            path: isRoot ? setpriv : program,
            arguments: (isRoot ? unprivileged : []) + ["-c", "\(directory)/sway.conf"],
            environment: [
                "PATH=/usr/bin:/bin", "XDG_RUNTIME_DIR=\(directory)", "HOME=\(directory)",
                "WLR_BACKENDS=headless", "WLR_RENDERER=pixman", "WLR_LIBINPUT_NO_DEVICES=1",
                "WLR_HEADLESS_OUTPUTS=1",
            ], inheriting: [InheritedDescriptor(nowhere.rawValue, as: 2)])
    }

    private static func write(_ text: String, to path: String) throws {
        let file = try RegularFile.create(path)
        let bytes = Array(text.utf8)
        _ = unsafe try bytes.withUnsafeBytes { unsafe try file.write($0) }
        unsafe chmod(path, 0o644)
    }

    private func remove(_ path: String) {
        for name in (try? FileListing.names(in: path)) ?? [] { remove("\(path)/\(name)") }
        unsafe Glibc.remove(path)
    }
}
