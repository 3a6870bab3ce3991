internal import GateHost
internal import GateKit

internal import enum GateHost.Ledger

/// A process that a stub named: nobody but this attempt's own are stopped, killed or limited,
/// whatever number is reported (contract.md#breach).
enum ReportedProcess {
    /// Opens the process of that number.
    ///
    /// - Throws: What the subject did, where there is no such process or it is none of this
    ///   attempt's; what the system refuses otherwise.
    static func open(_ pid: Int32) throws -> ChildProcess {
        guard pid > 0 else { throw stranger(pid) }
        let process: ChildProcess
        do throws(SystemError) {
            process = try ChildProcess.adoptable(pid: pid)
        } catch {
            guard error.kind == .noProcess else { throw error }
            throw SubjectFailure(
                .misbehaviour, "process \(pid), which the editor reports as its runtime, is gone")
        }
        // Looked at while it is held: the number cannot become another's in between.
        guard isOwn(pid) else {
            process.letGo()
            throw stranger(pid)
        }
        return process
    }

    /// Throws what ``open(_:)`` does; for what takes a number and no process.
    static func check(_ pid: Int32) throws { try open(pid).letGo() }

    private static func stranger(_ pid: Int32) -> SubjectFailure {
        SubjectFailure(
            .breach, "process \(pid) was reported as a runtime, and is none that the pair started")
    }

    /// Whether the attempt started a process, over however many others.
    private static func isOwn(_ pid: Int32) -> Bool {
        let own = ProcessEnvironment.pid
        var next = pid
        // As deep as nobody nests; a parent that ends meanwhile hands on to this process.
        for _ in 0..<64 {
            guard let parent = Ledger.process(next)?.parent, parent > 1 else { return false }
            if parent == own { return true }
            next = parent
        }
        return false
    }
}

/// A path that a stub named: only what it was asked to make there is touched.
enum ReportedPath {
    /// Whether a path names something directly in a directory, and nothing beyond it.
    static func isPlain(_ path: String, in directory: String) -> Bool {
        guard path.hasPrefix("\(directory)/") else { return false }
        let name = path.dropFirst(directory.count + 1)
        return !name.isEmpty && !name.contains("/") && name != "." && name != ".."
            && !path.utf8.contains(0)
    }
}
