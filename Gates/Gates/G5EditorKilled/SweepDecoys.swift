internal import Foundation
internal import GateHost

internal import enum GateHost.Ledger

/// What stands in a directory of sockets, or among the names of shared memory, when a sweep begins:
/// dead editors' things, and what only resembles them (gates.md#g5).
struct SweepDecoys {
    /// Something that stands there.
    struct Decoy: Equatable {
        /// What it is, for the report.
        let what: String
        /// Where it stands.
        let path: String
        /// Whether the sweep must remove it.
        let isSwept: Bool
    }

    /// Everything that was laid so far, but for the crowd.
    private(set) var all: [Decoy] = []
    /// Names of shared memory, all of a dead process: more than a first look at the names may have
    /// room for, so that whatever is passed over is among them.
    private(set) var crowd: [String] = []
    private var zombies: [DeadProcess] = []
    private var busy: [BusySocket] = []
    private var owned: [SharedDescriptor] = []
    /// The directory of sockets.
    private let directory: String
    /// A directory beside it, which no sweep looks into.
    private let outside: String

    /// The private names of shared memory are told from everybody else's by this attempt's pid.
    private static let role = "g5\(String(ProcessEnvironment.pid, radix: 36))"

    /// Prepares the decoys of a directory of sockets.
    init(in directory: String, beside outside: String) {
        self.directory = directory
        self.outside = outside
    }

    // MARK: - Sockets

    /// Lays everything that stands in the directory of sockets.
    ///
    /// - Parameter living: The socket of an editor that lives.
    mutating func layFiles(living: String) throws {
        add("live editor", living)
        try socket("dead pid", dead(), isSwept: true)
        try recycled()
        if let parent = Ledger.process(ProcessEnvironment.pid)?.parent {
            try socket("dead socket of a living pid", "\(directory)/weld-\(parent).sock")
        }
        let zombie = try DeadProcess()
        zombies.append(zombie)
        try socket(
            "dead pid that nobody waited for", "\(directory)/weld-\(zombie.pid).sock",
            isSwept: true)
        try layPadding()
        let taken = try dead()
        busy.append(try BusySocket(at: taken))
        add("socket of a dead pid whose listener is busy", taken)
        try socket("foreign name", dead() + ".bak")
        try socket("foreign zeros", "\(directory)/weld-0\(DeadProcess.pid()).sock")
        try layLinks(living)
        let folder = try dead()
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false)
        add("directory", folder)
        let pipe = try dead()
        try SpecialFile.makePipe(pipe)
        add("named pipe", pipe)
        let file = try dead()
        try Data("precious".utf8).write(to: URL(fileURLWithPath: file))
        add("regular file", file)
    }

    /// How many names stand between those that the sweep must remove.
    private static let padding = 400

    /// Lays so many long names that a listing of the directory has 90 KB; the swept ones lie before
    /// them and behind them, in whatever order they are listed.
    private mutating func layPadding() throws {
        let filler = String(repeating: "x", count: 232)
        for index in 1...Self.padding {
            _ = try RegularFile.create("\(directory)/\(filler)-\(index)")
        }
        add("one of many foreign names", "\(directory)/\(filler)-\(Self.padding)")
    }

    private mutating func layLinks(_ living: String) throws {
        let precious = "\(outside)/precious"
        try Data("precious".utf8).write(to: URL(fileURLWithPath: precious))
        try symbolicLink("symbolic link to a file", to: precious)
        add("what a link points to", precious)
        // Whoever follows this one finds a dead socket.
        let foreign = "\(outside)/precious.sock"
        try socket("dead socket that a link points to", foreign)
        try symbolicLink("symbolic link to a dead socket", to: foreign)
        try symbolicLink("symbolic link to a live socket", to: living)
        try symbolicLink("symbolic link to a directory", to: outside)
        let (one, other) = (try dead(), try dead())
        for (link, target) in [(one, other), (other, one)] {
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
            add("link of a loop", link)
        }
        let second = try dead()
        try SpecialFile.link(living, as: second)
        add("second name of a live socket", second)
        let name = try dead()
        try SpecialFile.link(foreign, as: name)
        add("second name of a dead socket", name, isSwept: true)
    }

    /// A socket that a process of another user left; only the superuser can make one.
    ///
    /// - Returns: Whether it was laid.
    mutating func layAnotherUsers() throws -> Bool {
        guard ProcessEnvironment.userID == 0 else { return false }
        let path = try dead()
        try socket("another user's socket", path)
        try FileManager.default.setAttributes([.ownerAccountID: 65_534], ofItemAtPath: path)
        return true
    }

    /// A socket that bears the pid of this very process, and is an hour older than it.
    private mutating func recycled() throws {
        let path = "\(directory)/weld-\(ProcessEnvironment.pid).sock"
        try socket("recycled pid", path, isSwept: true)
        try makeOlder(path)
    }

    // MARK: - Shared memory

    /// How many names of shared memory are laid.
    static let certainNames = 7
    /// How many names of shared memory bear the same dead pid besides.
    static let crowdSize = 240

    /// Lays names of shared memory that are nobody's but this attempt's.
    mutating func layNames() throws {
        let own = ProcessEnvironment.pid
        try memory("name of a dead pid", "a", DeadProcess.pid(), isSwept: true)
        try memory("name of a living pid", "b", own)
        let recycled = try memory("name of a recycled pid", "c", own, isSwept: true)
        try makeOlder(recycled)
        try memory("foreign name of memory", "d", DeadProcess.pid(), suffix: ".bak")
        let precious = "\(outside)/precious"
        let link = Self.name("e", try DeadProcess.pid())
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: precious)
        add("symbolic link among the names", link)
        let pipe = Self.name("f", try DeadProcess.pid())
        try SpecialFile.makePipe(pipe)
        add("named pipe among the names", pipe)
        try layOwnedName()
        try layCrowd()
    }

    /// A name of a process that is dead here and whose memory somebody owns, as where it is an editor
    /// of another namespace (platform.md#owner).
    private mutating func layOwnedName() throws {
        let path = Self.name("g", try DeadProcess.pid())
        let file = try RegularFile.create(path)
        add("owned name of a dead pid", path)
        try RegularFile.own(file)
        owned.append(SharedDescriptor(adopting: file))
    }

    private mutating func layCrowd() throws {
        let pid = try DeadProcess.pid()
        for index in 0..<Self.crowdSize {
            let number = String(index, radix: 36)
            let digits = String(repeating: "0", count: max(0, 3 - number.count)) + number
            let path = Self.name("h\(digits)", pid)
            crowd.append(path)
            _ = try RegularFile.create(path)
        }
    }

    /// Removes what is left among the names of shared memory; the directories go as a whole.
    func removeNames() {
        for decoy in all where decoy.path.hasPrefix("/dev/shm/") {
            try? RegularFile.remove(decoy.path)
        }
        for path in crowd { try? RegularFile.remove(path) }
    }

    @discardableResult
    private mutating func memory(
        _ what: String, _ letter: String, _ pid: Int32, suffix: String = "", isSwept: Bool = false
    ) throws -> String {
        let path = Self.name(letter, pid) + suffix
        _ = try RegularFile.create(path)
        add(what, path, isSwept: isSwept)
        return path
    }

    private static func name(_ letter: String, _ pid: Int32) -> String {
        "/dev/shm/weld-shm-\(role)\(letter)-\(pid)"
    }

    // MARK: - What all are made of

    private mutating func add(_ what: String, _ path: String, isSwept: Bool = false) {
        all.append(Decoy(what: what, path: path, isSwept: isSwept))
    }

    /// Makes a socket's file that nobody listens at.
    private mutating func socket(_ what: String, _ path: String, isSwept: Bool = false) throws {
        let socket = try StreamSocket.make()
        try StreamSocket.bind(socket.rawValue, to: path)
        add(what, path, isSwept: isSwept)
    }

    private mutating func symbolicLink(_ what: String, to target: String) throws {
        let link = try dead()
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
        add(what, link)
    }

    /// Makes a file an hour older than this process.
    private func makeOlder(_ path: String) throws {
        guard let identity = ProcessIdentity.current() else {
            throw CannotMake(what: "a file older than its owner")
        }
        let started = Double(identity.startedAtRealTimeNanoseconds) / 1e9
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: started - 3600)], ofItemAtPath: path)
    }

    /// Returns the path of a socket by the name of an editor that is dead.
    private func dead() throws -> String { "\(directory)/weld-\(try DeadProcess.pid()).sock" }
}
