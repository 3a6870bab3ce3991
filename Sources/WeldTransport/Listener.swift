public import WeldPlatform
public import WeldWire

/// Owns a listening socket and its file.
///
/// The file is removed with the listener, and only if it is still the listener's own: device and
/// inode decide, not the name.
public struct Listener: ~Copyable, Sendable {
    /// Where it listens.
    public let path: String
    private let socket: OwnedDescriptor
    private let file: DescriptorFacts
    private let allowedUserID: UInt32

    /// Starts to listen at a path.
    ///
    /// A dead socket at the path is replaced. What is alive, or not a socket, is left alone:
    /// ``TransportError/inUse(path:)``, ``TransportError/notSocket(path:kind:)``. To know whether a
    /// socket is alive one must connect, so a living listener sees a connection come and go.
    public init(path: String) throws(TransportError) {
        try self.init(path: path, allowedUserID: ProcessEnvironment.userID)
    }

    init(path: String, allowedUserID: UInt32) throws(TransportError) {
        try SocketFile.removeDead(at: Endpoint.validated(path))
        let socket = try system { () throws(SystemError) in try StreamSocket.make() }
        let file = try Self.listen(socket.rawValue, at: path)
        self.path = path
        self.allowedUserID = allowedUserID
        self.file = file
        self.socket = socket
    }

    deinit {
        SocketFile.remove(path, ifStill: file)
    }

    /// Readable when a connection waits.
    public var descriptor: Int32 { socket.rawValue }

    /// Takes the next connection of a process of this user.
    ///
    /// - Throws: ``TransportError/timedOut(_:)``; ``TransportError/foreignPeer(userID:)`` after
    ///   closing a connection of somebody else, upon which the caller may accept again.
    public borrowing func accept(
        until deadline: Deadline, rules: SessionRules, stallLimit: Duration = .seconds(5)
    ) throws(TransportError) -> Connection {
        while true {
            if let peer = try system({ () throws(SystemError) in
                try StreamSocket.accept(socket.rawValue)
            }) {
                let credentials = try system { () throws(SystemError) in
                    try PeerCredentials.of(peer.rawValue)
                }
                guard credentials.userID == allowedUserID else {
                    throw .foreignPeer(userID: credentials.userID)
                }
                return try Connection(adopting: peer, rules: rules, stallLimit: stallLimit)
            }
            let found = try system { () throws(SystemError) in
                try Poll.wait(socket.rawValue, for: .readable, until: deadline)
            }
            if found.isEmpty { throw .timedOut("accept") }
        }
    }

    private static func listen(
        _ socket: Int32, at path: String
    ) throws(TransportError) -> DescriptorFacts {
        try system { () throws(SystemError) in
            try StreamSocket.setNonBlocking(socket, true)
            let file = try SocketFile.bindPrivately(socket, to: path)
            do throws(SystemError) {
                try StreamSocket.listen(socket, backlog: 16)
            } catch {
                SocketFile.remove(path, ifStill: file)
                throw error
            }
            return file
        }
    }

    /// Stops listening and removes the socket file if it is still the listener's own.
    public consuming func close() {}
}

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
