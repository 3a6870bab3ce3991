import Foundation
import GateHost
public import GateKit

/// What has to be there before the first attempt; anything missing is ERROR, never NO-GO.
public enum Preconditions {
    /// Returns what is missing of the binaries under test: they exist, can be run, answer, and
    /// are as new as their sources.
    ///
    /// - Parameter limit: how long `--version` may take.
    public static func faults(
        _ subjects: [SubjectBinary], answerWithin limit: Duration = .seconds(5)
    ) -> [HarnessFault] {
        var faults: [HarnessFault] = []
        for subject in subjects {
            if let text = complaint(subject, limit) {
                faults.append(HarnessFault(.precondition, text))
            }
        }
        return faults
    }

    private static func complaint(_ subject: SubjectBinary, _ limit: Duration) -> String? {
        let path = subject.path
        guard let facts = DescriptorFacts.following(path) else {
            return "\(path) is missing; run swift build"
        }
        guard facts.kind == .regular else {
            return "\(path) is no regular file; remove it and run swift build"
        }
        guard RegularFile.isExecutable(path) else {
            return "\(path) cannot be executed; run chmod +x \(ShellWords.quoted(path))"
        }
        if subject.answers, let complaint = versionComplaint(path, limit) { return complaint }
        if let source = SourceFreshness.newerSource(than: path) {
            return "\(path) is older than \(source); run swift build"
        }
        return nil
    }

    private static func versionComplaint(_ path: String, _ limit: Duration) -> String? {
        // A pair of somebody else's may say what it likes.
        let command = BoundedCommand(path: path, arguments: ["--version"])
        do throws(SystemError) {
            switch try command.run(until: .after(limit)) {
            case .late: return "\(path) --version did not answer in \(limit); run swift build"
            case .tooMuch: return "\(path) --version does not stop writing; run swift build"
            case .ended(.exited(code: 0), _, _): return nil
            case .ended(let status, _, _):
                return "\(path) --version ended with \(status); run swift build"
            }
        } catch {
            return "\(path) could not be started: \(error); run swift build"
        }
    }
}

extension Preconditions {
    /// Returns the path of a tool that stands in PATH, or nil.
    public static func find(_ tool: String) -> String? {
        let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
        return folders.map { "\($0)/\(tool)" }.first { RegularFile.isExecutable($0) }
    }
}
