// Unsafe code: what a program is to read is handed to write by address.

/// A program of the system that is asked something: within a time, up to an amount of output, with
/// a built environment, and with nothing left of it afterwards.
public struct BoundedCommand: Sendable {
    /// The program's path.
    public var path: String
    /// What follows the program's name.
    public var arguments: [String]
    /// Its environment, as `NAME=value`.
    public var environment: [String]
    /// How many bytes of its output are taken; of its errors it is as many.
    public var limit: Int

    /// Creates a command.
    public init(
        path: String, arguments: [String],
        environment: [String] = ChildEnvironment.variables(), limit: Int = 1 << 20
    ) {
        self.path = path
        self.arguments = arguments
        self.environment = environment
        self.limit = limit
    }

    /// How it went.
    public enum Outcome: Sendable, Equatable {
        /// It came to its end, by itself or by somebody else's signal.
        case ended(ProcessStatus, output: [UInt8], errors: [UInt8])
        /// It had not ended when the time was over.
        case late
        /// It wrote more than is taken.
        case tooMuch
    }

    /// Runs the program and waits for its end, its output's limit or the deadline.
    ///
    /// It leads a process group of its own, which is killed afterwards, whatever it does about
    /// signals: what it started and left behind goes with it.
    /// - Throws: What the system says where it cannot be started.
    public func run(
        reading input: [UInt8] = [], until deadline: Deadline
    ) throws(SystemError) -> Outcome {
        let source = try PipeEnds()
        let output = try PipeEnds()
        let errors = try PipeEnds()
        var process = try ChildProcess.spawn(
            path: path, arguments: arguments, environment: environment,
            inheriting: [
                InheritedDescriptor(source.readEnd.rawValue, as: 0),
                InheritedDescriptor(output.writeEnd.rawValue, as: 1),
                InheritedDescriptor(errors.writeEnd.rawValue, as: 2),
            ], newProcessGroup: true)
        try source.readEnd.close()
        try output.writeEnd.close()
        try errors.writeEnd.close()
        var feed = try Feed(source.writeEnd, input)
        var heard = try Stream(output.readEnd, limit)
        var complaints = try Stream(errors.readEnd, limit)
        while !heard.isFull, !complaints.isFull, !deadline.hasPassed {
            var entries = [
                PollEntry(process.pidDescriptor.rawValue, for: .readable),
                PollEntry(feed.rawValue, for: .writable),
                PollEntry(heard.rawValue, for: .readable),
                PollEntry(complaints.rawValue, for: .readable),
            ]
            _ = try Poll.wait(&entries, until: deadline)
            if !entries[1].found.isEmpty { feed.step() }
            heard.step()
            complaints.step()
            if !entries[0].found.isEmpty { break }
        }
        // What it wrote last; nobody else's end of the pipe is waited for.
        heard.drain()
        complaints.drain()
        // Not reaped yet, so that the group's number is still its own.
        let hadEnded = ProcessStatus.peek(process.pid) != .running
        Signals.send(Signals.kill, toGroup: process.pid)
        let status = try process.wait(until: .after(.seconds(5)))
        if heard.isFull || complaints.isFull { return .tooMuch }
        guard hadEnded else { return .late }
        return .ended(status, output: heard.bytes, errors: complaints.bytes)
    }
}

/// What a program is given to read, as fast as it reads.
private struct Feed: ~Copyable {
    private var descriptor: OwnedDescriptor?
    private let bytes: [UInt8]
    private var offset = 0
    /// The number to poll; negative once everything is written.
    private(set) var rawValue: Int32 = -1

    init(_ descriptor: consuming OwnedDescriptor, _ bytes: [UInt8]) throws(SystemError) {
        self.bytes = bytes
        // Nothing to read is an end at once.
        guard !bytes.isEmpty else {
            try descriptor.close()
            self.descriptor = nil
            return
        }
        try descriptor.setNonBlocking()
        rawValue = descriptor.rawValue
        self.descriptor = consume descriptor
    }

    /// Writes what is taken now; closes after the last byte, and where nobody reads.
    mutating func step() {
        guard let writer = descriptor.take() else { return }
        rawValue = -1
        let taken = unsafe bytes.withUnsafeBytes { all in
            let rest = unsafe UnsafeRawBufferPointer(rebasing: all[offset...])
            return Result { () throws(SystemError) in unsafe try writer.write(rest) }
        }
        guard case .success(let count) = taken else { return }
        offset += count ?? 0
        guard offset < bytes.count else { return }
        rawValue = writer.rawValue
        descriptor = consume writer
    }
}

/// What a program writes to one of its streams.
private struct Stream: ~Copyable {
    private let descriptor: OwnedDescriptor
    private let limit: Int
    private var isOpen = true
    private(set) var bytes: [UInt8] = []

    init(_ descriptor: consuming OwnedDescriptor, _ limit: Int) throws(SystemError) {
        try descriptor.setNonBlocking()
        self.descriptor = descriptor
        self.limit = limit
    }

    /// Whether there was more than is taken.
    var isFull: Bool { bytes.count > limit }
    /// The number to poll; negative after the stream's end.
    var rawValue: Int32 { isOpen ? descriptor.rawValue : -1 }

    /// Reads once; false where nothing is there now.
    @discardableResult
    mutating func step() -> Bool {
        guard isOpen, let found = try? descriptor.available(65_536) else { return false }
        // Readable and empty is the end; not readable at all is not.
        if found.isEmpty {
            isOpen = !isAtEnd
            return false
        }
        bytes += found
        return true
    }

    /// Reads what is there.
    mutating func drain() { while !isFull, step() {} }

    private var isAtEnd: Bool {
        let found = try? Poll.wait(descriptor.rawValue, for: .readable, until: .immediately)
        return found.map { !$0.isEmpty && !$0.contains(.readable) } ?? true
    }
}
