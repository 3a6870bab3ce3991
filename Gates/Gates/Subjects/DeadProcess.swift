internal import GateHost

internal import enum GateHost.Ledger

/// A process that has ended, and that nobody waits for while this value lives.
final class DeadProcess {
    private let process: ChildProcess

    /// Its process id.
    var pid: Int32 { process.pid }

    /// Starts a process that ends at once, and waits until it has.
    init() throws {
        process = try ChildProcess.spawn(path: "/bin/true", arguments: [])
        let deadline = Deadline.after(.seconds(5))
        while Ledger.process(process.pid)?.hasEnded != true {
            guard !deadline.hasPassed else { throw CannotMake(what: "a process that ends") }
            Pause.wait(.milliseconds(1))
        }
    }

    /// Returns the id of a process that has ended and was waited for.
    static func pid() throws -> Int32 {
        var child = try ChildProcess.spawn(path: "/bin/true", arguments: [])
        guard try child.wait(until: .after(.seconds(5))) != .running else {
            throw CannotMake(what: "a process that ends")
        }
        return child.pid
    }
}

/// The machine did not let something be made that a trial needs.
struct CannotMake: Error, CustomStringConvertible {
    /// What it was.
    let what: String

    var description: String { "cannot make \(what)" }
}
