import GateHost

/// Finds, names and kills what an attempt left running (gates.md#rule-5).
///
/// The harness is subreaper, so whatever loses its parent becomes its child, also after setsid
/// and a double fork. What it had before the attempt is left alone.
public struct OrphanReaper: Sendable {
    private let before: Set<ProcessEntry.Identity>

    /// Remembers which descendants this process has now.
    public init() { before = Set(Self.descendants().map(\.identity)) }

    /// The processes of the attempt that still run, its own among them unless `except` names it.
    func running(except pid: Int32? = nil) -> [ProcessEntry] {
        Self.descendants().filter {
            !$0.hasEnded && $0.pid != pid && !before.contains($0.identity)
        }
    }

    /// Gives what is left of the attempt some time to end by itself, kills the rest and returns
    /// the names of what had to be killed.
    func clear(after attempt: Int32, grace: Duration) -> [String] {
        let deadline = Deadline.after(grace)
        while !deadline.hasPassed, !running(except: attempt).isEmpty {
            Pause.wait(.milliseconds(5))
        }
        return kill(except: attempt)
    }

    /// Kills until nothing of the attempt runs any more; returns the names of what was killed.
    ///
    /// What forks faster than it is killed is given up after two seconds: the ledger will name it.
    @discardableResult
    public func kill(except attempt: Int32?) -> [String] {
        var names: [ProcessEntry.Identity: String] = [:]
        let giveUp = Deadline.after(.seconds(2))
        while !giveUp.hasPassed {
            let strays = running(except: attempt)
            if strays.isEmpty { break }
            // Named while they live: a dead process has no command line.
            for stray in strays where names[stray.identity] == nil {
                names[stray.identity] = stray.named
            }
            // The identity is checked again because the number may be somebody else's by now.
            for stray in strays where stray.identity.isAlive {
                Signals.send(Signals.kill, to: stray.pid)
            }
            Pause.wait(.milliseconds(2))
        }
        reap(except: attempt)
        return names.sorted { $0.key.pid < $1.key.pid }.map(\.value)
    }

    /// Takes the status of orphans that have ended; the attempt's own is taken elsewhere.
    private func reap(except attempt: Int32?) {
        let own = ProcessEnvironment.pid
        for entry in Self.descendants()
        where entry.hasEnded && entry.parent == own && entry.pid != attempt
            && !before.contains(entry.identity)
        {
            _ = try? ProcessStatus.reap(entry.pid)
        }
    }

    private static func descendants() -> [ProcessEntry] {
        Ledger.descendants(of: ProcessEnvironment.pid)
    }
}

extension ProcessEntry {
    /// The process as a sentence names it.
    var named: String {
        let command = Ledger.commandLine(of: pid)?.joined(separator: " ") ?? ""
        return command.isEmpty ? "\(name) (\(pid))" : "\(name) (\(pid): \(command.prefix(160)))"
    }
}
