import CGateHost
import Foundation
public import GateKit
import GateLedger
import Glibc

/// The inside of an attempt's process: what the hidden subcommand `attempt` does.
public enum AttemptMain {
    /// Reads the plan from standard input, performs its procedure and ends the process.
    ///
    /// Standard output belongs to the messages alone, under a private descriptor: what a
    /// procedure or a stub prints goes to standard error instead. When the harness is gone,
    /// everything that the attempt started is killed and the process ends.
    public static func run(_ procedures: [any Procedure]) -> Never {
        do {
            _ = gate_host_survive_broken_pipes()
            try HostProcess.becomeSubreaper()
            let channel = try HostProcess.privateCopy(of: STDOUT_FILENO)
            dup2(STDERR_FILENO, STDOUT_FILENO)
            let plan = try readPlan()
            HarnessWatch.start(plan)
            perform(plan, procedures, MessageChannel(descriptor: channel))
        } catch {
            complain("\(error)")
            exit(RunExitCode.harnessBug.rawValue)
        }
    }

    private static func perform(
        _ plan: AttemptPlan, _ procedures: [any Procedure], _ channel: MessageChannel
    ) -> Never {
        let recorder = Recorder(clock: HostClock.now) { message in
            // Nobody reads any more: the harness is gone.
            if !channel.send(message) { HarnessWatch.endEverything() }
        }
        if let procedure = procedures.first(where: { $0.name == plan.procedure }) {
            do {
                try procedure.perform(plan, recorder: recorder)
            } catch let failure as SubjectFailure {
                recorder.record(.violation(failure.violation))
            } catch {
                recorder.fault(.harness, "\(plan.procedure): \(error)")
            }
        } else {
            recorder.fault(.harness, "there is no procedure \(plan.procedure)")
        }
        recorder.record(.end)
        exit(0)
    }

    /// Reads one line, byte by byte: what follows it is the watch's.
    private static func readPlan() throws -> AttemptPlan {
        var line: [UInt8] = []
        var byte: [UInt8] = [0]
        while let count = HostDescriptor.read(STDIN_FILENO, into: &byte), count == 1,
            byte[0] != 0x0A
        {
            line.append(byte[0])
        }
        return try JSONDecoder().decode(AttemptPlan.self, from: Data(line))
    }

    private static func complain(_ text: String) {
        _ = HostDescriptor.write(
            Array("attempt: \(text); this command is for weld-gates itself\n".utf8),
            to: STDERR_FILENO)
    }
}
