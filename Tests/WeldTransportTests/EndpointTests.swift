import Glibc
import TestSupport
import Testing
import WeldPlatform
import WeldWire

@testable import WeldTransport

@Suite("Endpoints and listeners")
struct EndpointTests {
    private func connect(_ path: String) throws(TransportError) -> Connection {
        try Connection.connect(path: path, until: .soon, rules: SessionRules(role: .runtime))
    }

    /// Leaves the file of a socket behind that nobody listens at.
    private func leaveDeadSocket(at path: String) throws {
        try ListeningSocket.leaveDeadSocket(at: path)
    }

    @Test("paths of 1 byte and of the limit work whole", arguments: [1, Endpoint.pathLimit])
    func goodLengths(length: Int) async {
        await #expect(processExitsWith: .success) { [length] in
            let code = try withTemporaryDirectory { directory in
                guard unsafe chdir(directory) == 0 else { return Int32(2) }
                let path = String(repeating: "s", count: length)
                let listener = try Listener(path: path)
                let client = try Connection.connect(
                    path: path, until: .soon, rules: SessionRules(role: .runtime))
                let server = try listener.accept(until: .soon, rules: SessionRules(role: .editor))
                guard try client.peer().pid == getpid(), try server.peer().pid == getpid() else {
                    return 3
                }
                return try DescriptorFacts.at(path)?.kind == .socket ? 0 : 4
            }
            exit(code)
        }
    }

    @Test(
        "a path of one byte too many, or of none, is refused and nothing is made",
        arguments: [0, Endpoint.pathLimit + 1])
    func badLengths(length: Int) {
        let path = String(repeating: "/", count: length)
        let expected = TransportError.nameTooLong(path: path, limit: Endpoint.pathLimit)
        #expect(throws: expected) { _ = try Listener(path: path) }
        #expect(throws: expected) { _ = try connect(path) }
    }

    @Test("the limit is Linux's")
    func limit() {
        #expect(Endpoint.pathLimit == 107)
    }

    @Test("a living socket is left alone")
    func living() throws {
        try withTemporaryDirectory { directory in
            let path = "\(directory)/s"
            let listener = try Listener(path: path)
            #expect(throws: TransportError.inUse(path: path)) { _ = try Listener(path: path) }
            // The question whether it lives came and went as a connection.
            var probe = try listener.accept(until: .soon, rules: SessionRules(role: .editor))
                .receiver()
            #expect(failure(of: &probe) == .endOfStream)
            let client = try connect(path)
            #expect(try client.peer().pid == getpid())
        }
    }

    @Test("a dead socket is replaced")
    func dead() throws {
        try withTemporaryDirectory { directory in
            let path = "\(directory)/s"
            try leaveDeadSocket(at: path)
            let listener = try Listener(path: path)
            let client = try connect(path)
            _ = try listener.accept(until: .soon, rules: SessionRules(role: .editor))
            #expect(try client.peer().pid == getpid())
        }
    }

    @Test("a plain file is refused by name and left alone")
    func plainFile() throws {
        try withTemporaryDirectory { directory in
            let path = "\(directory)/s"
            unsafe close(open(path, O_CREAT | O_WRONLY, 0o600))
            let before = try DescriptorFacts.at(path)
            #expect(throws: TransportError.notSocket(path: path, kind: .regular)) {
                _ = try Listener(path: path)
            }
            let after = try DescriptorFacts.at(path)
            #expect(after == before)
        }
    }

    @Test("a symbolic link and a directory are refused")
    func otherKinds() throws {
        try withTemporaryDirectory { directory in
            try leaveDeadSocket(at: "\(directory)/dead")
            unsafe symlink("\(directory)/dead", "\(directory)/link")
            unsafe mkdir("\(directory)/folder", 0o700)
            #expect(
                throws: TransportError.notSocket(path: "\(directory)/link", kind: .symbolicLink)
            ) { _ = try Listener(path: "\(directory)/link") }
            #expect(
                throws: TransportError.notSocket(path: "\(directory)/folder", kind: .directory)
            ) { _ = try Listener(path: "\(directory)/folder") }
            let facts = try DescriptorFacts.at("\(directory)/dead")
            #expect(facts?.kind == .socket)
        }
    }

    @Test("the socket is 0600 whatever the umask", arguments: [0o000, 0o022, 0o077, 0o777])
    func modeUnderUmask(mask: Int) async {
        await #expect(processExitsWith: .success) { [mask] in
            let code = try withTemporaryDirectory { directory in
                let previous = umask(mode_t(mask))
                let listener = try Listener(path: "\(directory)/s")
                umask(previous)
                return try DescriptorFacts.at(listener.path)?.mode == 0o600 ? Int32(0) : 2
            }
            exit(code)
        }
    }

    @Test("a process that is not awaited is turned away, and the next is taken")
    func notAwaited() throws {
        try withTemporaryDirectory { directory in
            let listener = try Listener(path: "\(directory)/s")
            let first = try connect(listener.path)
            #expect(throws: TransportError.strangePeer(pid: getpid())) {
                _ = try listener.accept(
                    until: .soon, rules: SessionRules(role: .editor), admitting: { $0 != getpid() })
            }
            var turnedAway = first.receiver()
            #expect(failure(of: &turnedAway)?.isPeerGone == true)
            let second = try connect(listener.path)
            let taken = try listener.accept(
                until: .soon, rules: SessionRules(role: .editor), admitting: { $0 == getpid() })
            #expect(try taken.peer().pid == getpid() && second.peer().pid == getpid())
        }
    }

    @Test("a directory that another keeps for itself is not listened in")
    func kept() throws {
        try withTemporaryDirectory { directory in
            let lock = unsafe open(directory, O_RDONLY)
            #expect(flock(lock, LOCK_EX) == 0)
            let path = "\(directory)/s"
            #expect(throws: TransportError.timedOut("keep others away from \(path)")) {
                _ = try Listener(path: path)
            }
            close(lock)
            _ = try Listener(path: "\(directory)/s")
        }
    }

    @Test("the listener removes its own file and nobody else's")
    func unlinksOwn() throws {
        try withTemporaryDirectory { directory in
            let path = "\(directory)/s"
            try Listener(path: path).close()
            let gone = try DescriptorFacts.at(path)
            #expect(gone == nil)

            let listener = try Listener(path: path)
            unsafe unlink(path)
            try leaveDeadSocket(at: path)
            let foreign = try DescriptorFacts.at(path)
            listener.close()
            let left = try DescriptorFacts.at(path)
            #expect(left == foreign)
        }
    }

    @Test("connecting where nobody listens is a refusal", arguments: [true, false])
    func refused(isDead: Bool) throws {
        try withTemporaryDirectory { directory in
            let path = "\(directory)/s"
            if isDead { try leaveDeadSocket(at: path) }
            let error = #expect(throws: TransportError.self) { _ = try connect(path) }
            guard case .refused(let cause) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(cause.code == (isDead ? ECONNREFUSED : ENOENT))
            #expect(cause.path == path)
        }
    }

    @Test("a full backlog is a timeout")
    func fullBacklog() throws {
        try withTemporaryDirectory { directory in
            let path = "\(directory)/s"
            let listener = try ListeningSocket(path: path, backlog: 0)
            let first = try connect(path)
            #expect(throws: TransportError.timedOut("connect")) {
                _ = try Connection.connect(
                    path: path, until: .after(.milliseconds(20)),
                    rules: SessionRules(role: .runtime))
            }
            #expect(!first.hasQueued)
            #expect(listener.path == path)
        }
    }

    @Test("accepting ends at the deadline")
    func acceptDeadline() throws {
        try withTemporaryDirectory { directory in
            let listener = try Listener(path: "\(directory)/s")
            #expect(throws: TransportError.timedOut("accept")) {
                _ = try listener.accept(
                    until: .after(.milliseconds(10)), rules: SessionRules(role: .editor))
            }
        }
    }

    @Test("a process of another user is turned away")
    func foreignPeer() throws {
        try withTemporaryDirectory { directory in
            let path = "\(directory)/s"
            let listener = try Listener(path: path, allowedUserID: geteuid() + 1)
            var client = try connect(path).receiver()
            #expect(throws: TransportError.foreignPeer(userID: geteuid())) {
                _ = try listener.accept(until: .soon, rules: SessionRules(role: .editor))
            }
            #expect(failure(of: &client) == .endOfStream)
        }
    }

    @Test("socket names are read only in their exact form")
    func names() {
        #expect(Endpoint.baseName(editorPID: 42) == "weld-42")
        #expect(Endpoint.editorPID(ofSocketNamed: "weld-42.sock") == 42)
        for name in [
            "weld-.sock", "weld-042.sock", "weld-+42.sock", "weld-42.sock2", "weld-0.sock",
            "weld--1.sock", "xweld-42.sock", "weld-42", "weld-99999999999.sock", ".sock", "",
        ] {
            #expect(Endpoint.editorPID(ofSocketNamed: name) == nil, "\(name)")
        }
    }
}
