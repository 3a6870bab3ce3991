import Foundation
import GateHost
public import GateKit
import Glibc
import Synchronization

/// The inside of an attempt's process: what the hidden subcommand `attempt` does.
public enum AttemptMain {
    /// Reads the plan from standard input, performs its procedure and ends the process.
    ///
    /// Standard output belongs to the messages alone, under a private descriptor: what a
    /// procedure or a stub prints goes to standard error instead. When the harness is gone,
    /// everything that the attempt started is killed and the process ends.
    public static func run(_ procedures: [any Procedure]) -> Never {
        do {
            // Whatever program this is the inside of.
            try ProcessStart.prepare()
            try ProcessEnvironment.becomeSubreaper()
            let channel = SharedDescriptor(
                adopting: try OwnedDescriptor.duplicating(STDOUT_FILENO))
            dup2(STDERR_FILENO, STDOUT_FILENO)
            let input = SharedDescriptor(lending: STDIN_FILENO)
            let plan = try readPlan(from: input)
            try HarnessWatch.start(plan, input: input)
            perform(plan, procedures, MessageChannel(descriptor: channel))
        } catch {
            complain("\(error)")
            exit(RunExitCode.harnessBug.rawValue)
        }
    }

    private static func perform(
        _ plan: AttemptPlan, _ procedures: [any Procedure], _ channel: MessageChannel
    ) -> Never {
        let recorder = Recorder(clock: MonotonicClock.now) { message in
            // Nobody reads any more: the harness is gone.
            if !channel.send(message) { HarnessWatch.endEverything() }
        }
        if let procedure = procedures.first(where: { $0.name == plan.procedure }) {
            do {
                try procedure.perform(plan, recorder: recorder)
            } catch let failure as SubjectFailure {
                recorder.record(.violation(failure.violation))
            } catch {
                recorder.record(.fault(HarnessFault(plan.procedure, error, isLimit: error.isLimit)))
            }
        } else {
            recorder.fault(.harness, "there is no procedure \(plan.procedure)")
        }
        recorder.record(.end)
        exit(0)
    }

    /// Reads one line, byte by byte: what follows it is the watch's.
    private static func readPlan(from input: SharedDescriptor) throws -> AttemptPlan {
        var line: [UInt8] = []
        var byte: [UInt8] = [0]
        while let count = input.read(into: &byte), count == 1, byte[0] != 0x0A {
            line.append(byte[0])
        }
        return try JSONDecoder().decode(AttemptPlan.self, from: Data(line))
    }

    private static func complain(_ text: String) {
        _ = SharedDescriptor(lending: STDERR_FILENO).write(
            Array("attempt: \(text); this command is for weld-gates itself\n".utf8))
    }
}

/// Writes messages to the harness, one line each, whole lines whichever threads call.
private final class MessageChannel: Sendable {
    private let descriptor: SharedDescriptor
    private let writing = Mutex(())

    /// Creates a channel onto a descriptor.
    init(descriptor: SharedDescriptor) { self.descriptor = descriptor }

    /// Sends a message; false where the harness is gone.
    func send(_ message: AttemptMessage) -> Bool {
        var bytes: [UInt8]
        do {
            bytes = [UInt8](try JSONEncoder().encode(message))
        } catch {
            // Only a sample that is no number can do this; it must not vanish silently.
            return send(.fault(HarnessFault(.harness, "a message could not be spelled: \(error)")))
        }
        bytes.append(0x0A)
        return writing.withLock { _ in descriptor.write(bytes) }
    }
}
