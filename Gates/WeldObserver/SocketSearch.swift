// Unsafe code: inotify's descriptor and stat's record pass by address.

import GateHost
import Glibc

/// Finds the socket that a compositor makes in its own directory, as soon as it is there.
enum SocketSearch {
    /// Returns the socket's path.
    ///
    /// The directory is watched, so that nothing sleeps and nothing is polled.
    static func find(_ path: String, until deadline: Deadline) throws -> String {
        guard kind(path) == S_IFDIR else { return path }
        let watch = OwnedDescriptor(
            adopting: inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK)))
        let mask = UInt32(IN_CREATE) | UInt32(IN_MOVED_TO)
        guard unsafe inotify_add_watch(watch.rawValue, path, mask) >= 0 else {
            throw ObserverFailure("cannot watch \(path): error \(errno)")
        }
        while true {
            if let socket = socket(in: path) { return socket }
            let found = try Poll.wait(watch.rawValue, for: .readable, until: deadline)
            if found.isEmpty {
                throw ObserverFailure("the compositor made no socket in \(path)")
            }
            drain(watch)
        }
    }

    /// The first socket with a display's name; its lock beside it is a regular file.
    private static func socket(in directory: String) -> String? {
        Ledger.files(under: directory).first {
            $0.kind == .socket && $0.path.hasPrefix("\(directory)/wayland-")
        }?.path
    }

    private static func kind(_ path: String) -> mode_t? {
        var facts = stat()
        guard unsafe lstat(path, &facts) == 0 else { return nil }
        return facts.st_mode & S_IFMT
    }

    private static func drain(_ watch: borrowing OwnedDescriptor) {
        var buffer = [UInt8](repeating: 0, count: 4096)
        _ = unsafe buffer.withUnsafeMutableBytes { unsafe try? watch.read(into: $0) }
    }
}
