import Foundation
import GateKit
import Glibc
import Subprocess
import SystemPackage

/// Starts one attempt as a process of its own, leader of its own group, and sees it to its end.
struct AttemptProcess: Sendable {
    /// The program, which is this one.
    var executable: String
    /// Its arguments: the hidden subcommand.
    var arguments: [String]
    /// What is changed in the environment.
    var environment: [String: String]
    /// How long and how much.
    var limits: AttemptLimits
    /// The wish to end the run.
    var interruption: Interruption
    /// Told the process as soon as it runs.
    var started: @Sendable (Int32) -> Void = { _ in }

    /// Runs the attempt; throws only where it could not even be started.
    ///
    /// The plan is one line on its standard input, which stays open: its end tells the attempt
    /// that the harness is gone.
    func run(_ plan: AttemptPlan, report: AttemptReporting) async throws -> AttemptWatchResult {
        let line = try JSONEncoder().encode(plan) + Data([0x0A])
        let input = try HostPipe(nonBlockingRead: false)
        let output = try HostPipe(nonBlockingRead: true)
        let errors = try HostPipe(nonBlockingRead: true)
        let hunt = StrayHunt()
        var options = PlatformOptions()
        options.processGroupID = 0
        let changes = environment.compactMap { key, value in
            Environment.Key(rawValue: key).map { ($0, Optional(value)) }
        }
        let result = try await Subprocess.run(
            .path(FilePath(executable)), arguments: Arguments(arguments),
            environment: .inherit.updating(Dictionary(uniqueKeysWithValues: changes)),
            platformOptions: options,
            input: .fileDescriptor(input.readEnd.lent, closeAfterSpawningProcess: false),
            output: .fileDescriptor(output.writeEnd.lent, closeAfterSpawningProcess: false),
            error: .fileDescriptor(errors.writeEnd.lent, closeAfterSpawningProcess: false)
        ) { execution in
            for end in [input.readEnd, output.writeEnd, errors.writeEnd] { end.close() }
            started(execution.processIdentifier.value)
            // Shorter than any pipe's capacity, so this cannot block.
            _ = HostDescriptor.write([UInt8](line), to: input.writeEnd.rawValue)
            let subject = AttemptWatch.Subject(
                pid: execution.processIdentifier.value,
                processDescriptor: execution.processIdentifier.processDescriptor,
                deadline: HostClock.now() + Duration.seconds(plan.deadlineSeconds).nanoseconds)
            return await onThread(named: "attempt") {
                AttemptWatch(
                    subject, limits: limits, interruption: interruption, hunt: hunt,
                    report: report, output: output.readEnd, errors: errors.readEnd
                ).run()
            }
        }
        for end in [input.writeEnd, output.readEnd, errors.readEnd] { end.close() }
        return result.closureResult
    }

    /// Runs a body that blocks on a thread of its own and waits without blocking for its result.
    private func onThread<Value: Sendable>(
        named name: String, _ body: @escaping @Sendable () -> Value
    ) async -> Value {
        await withCheckedContinuation { continuation in
            let thread = Thread { continuation.resume(returning: body()) }
            thread.name = name
            thread.start()
        }
    }
}
