import Foundation
import GateHost
import Synchronization

/// The process that owns a run's directory: it makes it, and removes it once the harness and every
/// attempt are gone (platform.md#private-directories).
///
/// It leads a group of its own, so that what ends the harness's group leaves it, and it dies of
/// nothing but SIGKILL; then the harness, an attempt or a later start removes the directory.
public final class DirectoryKeeper: Sendable {
    /// The directory that it made.
    let path: String
    private let process: Mutex<ChildProcess>
    /// Its other end is the keeper's standard input, whose end tells it that nobody is left.
    private let life: SharedDescriptor

    /// How long a keeper may take to make the directory, or to remove it.
    private static let patience: Duration = .seconds(20)

    /// Starts a keeper and waits for its directory.
    ///
    /// - Parameters:
    ///   - command: The program and the words before the keeper's own argument.
    ///   - beginning: How the directory's path begins.
    init(_ command: [String], _ beginning: String) throws(SystemError) {
        let input = try PipeEnds()
        let output = try PipeEnds()
        var child = try ChildProcess.spawn(
            path: command.first ?? "", arguments: Array(command.dropFirst()) + [beginning],
            inheriting: [
                InheritedDescriptor(input.readEnd.rawValue, as: 0),
                InheritedDescriptor(output.writeEnd.rawValue, as: 1),
            ], newProcessGroup: true)
        try output.writeEnd.close()
        let answer = Self.line(from: output.readEnd, until: .after(Self.patience))
        // A number is why there is none.
        guard let answer, Int32(answer) == nil else {
            _ = try? child.wait(until: .after(.milliseconds(100)))
            let code = answer.flatMap { Int32($0) } ?? 5
            throw SystemError(code: code, operation: "make a directory", path: beginning)
        }
        path = answer
        life = SharedDescriptor(adopting: try input.writeEnd.duplicate())
        process = Mutex(child)
    }

    /// Lets the keeper remove the directory and waits for it; false where it could not.
    func finish() -> Bool {
        life.close()
        let status = process.withLock { child in
            (try? child.wait(until: .after(Self.patience))) ?? .running
        }
        return status == .exited(code: 0)
    }

    private static func line(
        from end: borrowing OwnedDescriptor, until deadline: Deadline
    ) -> String? {
        var bytes: [UInt8] = []
        var byte: [UInt8] = [0]
        let reader = SharedDescriptor(lending: end.rawValue)
        while bytes.count < 4_096 {
            guard let found = try? Poll.wait(end.rawValue, for: .readable, until: deadline),
                !found.isEmpty, reader.read(into: &byte) == 1
            else { return nil }
            if byte[0] == 0x0A { return String(decoding: bytes, as: UTF8.self) }
            bytes.append(byte[0])
        }
        return nil
    }
}

extension DirectoryKeeper {
    /// What the hidden subcommand `keep` does: makes the directory, says where it is, waits for
    /// the end of standard input and of all attempts, and removes it.
    public static func main(_ beginning: String) -> Never {
        // Interrupts are for the harness, which lets this process go when it has ended.
        for signal in [Signals.interrupt, Signals.terminate, Signals.hangUp, Signals.pipe] {
            try? Signals.ignore(signal)
        }
        let output = SharedDescriptor(lending: 1)
        var made: String?
        let path: String
        do throws(SystemError) {
            path = try RunDirectory.make(beginning)
            made = path
            // For as long as this process.
            _ = try PrivateDirectory.makeLock("\(path)/\(RunDirectory.keeperLock)").release()
        } catch {
            if let made { _ = remove(made) }
            _ = output.write(Array("\(error.code)\n".utf8))
            ProcessEnvironment.exitNow(1)
        }
        _ = output.write(Array("\(path)\n".utf8))
        var buffer = [UInt8](repeating: 0, count: 64)
        let input = SharedDescriptor(lending: 0)
        while let count = input.read(into: &buffer), count > 0 {}
        ProcessEnvironment.exitNow(remove(path) ? 0 : 1)
    }

    /// Removes the directory when no attempt of it lives, or after ten seconds in any case; what
    /// something that is being killed still makes is met by trying again.
    private static func remove(_ path: String) -> Bool {
        let giveUp = Deadline.after(.seconds(10))
        while !giveUp.hasPassed {
            if let directory = PrivateDirectory.open(path),
                PrivateDirectory.isUnlocked(RunDirectory.attemptsLock, in: directory)
            {
                break
            }
            Pause.wait(.milliseconds(2))
        }
        for _ in 0..<500 {
            try? FileManager.default.removeItem(atPath: path)
            if !FileManager.default.fileExists(atPath: path) { return true }
            Pause.wait(.milliseconds(2))
        }
        return false
    }
}
