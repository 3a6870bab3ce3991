public import WeldPlatform
public import WeldWire

/// Owns a listening socket and its file.
///
/// The file is removed with the listener, and only if it is still the listener's own: device and
/// inode decide, not the name.
public struct Listener: ~Copyable, Sendable {
    private let socket: ListeningSocket
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
        let path = try Endpoint.validated(path)
        do throws(SystemError) {
            socket = try ListeningSocket(path: path)
        } catch {
            if error.kind == .notSocket, let found = try? DescriptorFacts.at(path) {
                throw .notSocket(path: path, kind: found.kind)
            }
            if error.kind == .timedOut { throw .timedOut("keep others away from \(path)") }
            throw TransportError(error)
        }
        self.allowedUserID = allowedUserID
    }

    /// Where it listens.
    public var path: String { socket.path }

    /// Its file, by identity: what stands at the path later may be another's.
    public var file: DescriptorFacts { socket.facts }

    /// Readable when a connection waits.
    public var descriptor: RawDescriptor { socket.descriptor.rawValue }

    /// Takes the next connection of a process of this user.
    ///
    /// - Parameter isAwaited: Whether a process of this user is the one that is waited for, by its
    ///   id.
    /// - Throws: ``TransportError/timedOut(_:)``; ``TransportError/foreignPeer(userID:)`` or
    ///   ``TransportError/strangePeer(pid:)`` after closing a connection of somebody else, upon
    ///   which the caller may accept again.
    public borrowing func accept(
        until deadline: Deadline, rules: SessionRules, stallLimit: Duration = .seconds(5),
        admitting isAwaited: (Int32) -> Bool = { _ in true }
    ) throws(TransportError) -> Connection {
        while true {
            if let peer = try system({ () throws(SystemError) in
                try StreamSocket.accept(descriptor)
            }) {
                let credentials = try system { () throws(SystemError) in
                    try PeerCredentials.of(peer.rawValue)
                }
                guard credentials.userID == allowedUserID else {
                    throw .foreignPeer(userID: credentials.userID)
                }
                guard isAwaited(credentials.pid) else { throw .strangePeer(pid: credentials.pid) }
                return try Connection(adopting: peer, rules: rules, stallLimit: stallLimit)
            }
            let found = try system { () throws(SystemError) in
                try Poll.wait(descriptor, for: .readable, until: deadline)
            }
            if found.isEmpty { throw .timedOut("accept") }
        }
    }

    /// Stops listening and removes the socket file if it is still the listener's own.
    public consuming func close() {}
}
