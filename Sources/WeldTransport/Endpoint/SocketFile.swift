internal import WeldPlatform

/// The file of a listening socket: how it comes to be, and who may remove it.
enum SocketFile {
    /// Removes a socket that nobody listens at; leaves everything else alone and says what it is.
    static func removeDead(at path: String) throws(TransportError) {
        guard let found = try facts(of: path) else { return }
        guard found.kind == .socket else { throw .notSocket(path: path, kind: found.kind) }
        do throws(SystemError) {
            let probe = try StreamSocket.make()
            try StreamSocket.connect(probe.rawValue, to: path, until: .after(.milliseconds(100)))
        } catch {
            switch error.kind {
            case .refused: remove(path, ifStill: found)
            case .notFound: break
            // A full backlog is nobody's death.
            case .timedOut: throw .inUse(path: path)
            default: throw TransportError(error)
            }
            return
        }
        throw .inUse(path: path)
    }

    /// Binds a socket to a file of mode 0600 exactly, whatever the umask; returns what was made.
    ///
    /// The umask belongs to the whole process and is not touched. fchmod before bind narrows what
    /// bind creates to 0600 less the umask, so the file is never open to others, not even for an
    /// instant; chmod after it restores what the umask took. Nobody can connect in between,
    /// because listen comes last.
    static func bindPrivately(
        _ socket: Int32, to path: String
    ) throws(SystemError) -> DescriptorFacts {
        try StreamSocket.setMode(socket, 0o600)
        try StreamSocket.bind(socket, to: path)
        guard let made = try DescriptorFacts.at(path) else {
            throw SystemError(code: 2, operation: "find own socket", path: path)
        }
        if made.mode != 0o600 {
            do throws(SystemError) {
                try StreamSocket.setMode(ofFile: path, 0o600)
            } catch {
                remove(path, ifStill: made)
                throw error
            }
        }
        return made
    }

    /// Removes a file if it is still the one that was seen: same device, same inode.
    static func remove(_ path: String, ifStill seen: DescriptorFacts) {
        guard
            let now = try? DescriptorFacts.at(path),
            now.device == seen.device, now.inode == seen.inode, now.kind == .socket
        else { return }
        try? StreamSocket.unlink(path)
    }

    private static func facts(of path: String) throws(TransportError) -> DescriptorFacts? {
        do throws(SystemError) {
            return try DescriptorFacts.at(path)
        } catch {
            throw TransportError(error)
        }
    }
}
