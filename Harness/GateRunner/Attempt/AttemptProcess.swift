import Foundation
import GateHost
import GateKit
import Subprocess
import Synchronization
import SystemPackage

/// Starts one attempt as a process of its own, leader of its own group, and sees it to its end.
struct AttemptProcess: Sendable {
    /// The program, which is this one.
    var executable: String
    /// Its arguments: the hidden subcommand.
    var arguments: [String]
    /// What is set in its environment besides what every child of the judge's finds.
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
        let input = try SharedPipe(nonBlockingRead: false)
        let output = try SharedPipe(nonBlockingRead: true)
        let errors = try SharedPipe(nonBlockingRead: true)
        let reaper = OrphanReaper()
        var options = PlatformOptions()
        options.processGroupID = 0
        let result = try await firstAnswer { [options] answer in
            let ended = try await Subprocess.run(
                .path(FilePath(executable)), arguments: Arguments(arguments),
                environment: .built(adding: environment, isAttempt: true),
                platformOptions: options,
                input: .fileDescriptor(lent(input.readEnd), closeAfterSpawningProcess: false),
                output: .fileDescriptor(lent(output.writeEnd), closeAfterSpawningProcess: false),
                error: .fileDescriptor(lent(errors.writeEnd), closeAfterSpawningProcess: false)
            ) { execution in
                for end in [input.readEnd, output.writeEnd, errors.writeEnd] { end.close() }
                started(execution.processIdentifier.value)
                // Shorter than any pipe's capacity, so this cannot block.
                _ = input.writeEnd.write([UInt8](line))
                let subject = AttemptWatch.Subject(
                    pid: execution.processIdentifier.value,
                    processDescriptor: execution.processIdentifier.processDescriptor,
                    deadline: .after(.seconds(plan.deadlineSeconds)))
                let result = try await onThread(named: "attempt") {
                    AttemptWatch(
                        subject, limits: limits, interruption: interruption, reaper: reaper,
                        report: report, output: output.readEnd, errors: errors.readEnd
                    ).run()
                }
                // Where the system refused the descriptor, swift-subprocess waits for it for ever.
                if subject.processDescriptor < 0 { answer.give(.success(result)) }
                return result
            }
            return ended.closureResult
        }
        for end in [input.writeEnd, output.readEnd, errors.readEnd] { end.close() }
        return result
    }

    /// Returns what a body returns, or what it gave before it got so far.
    private func firstAnswer<Value: Sendable>(
        _ body: @escaping @Sendable (FirstAnswer<Value>) async throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let answer = FirstAnswer(continuation)
            Task {
                do {
                    answer.give(.success(try await body(answer)))
                } catch {
                    answer.give(.failure(error))
                }
            }
        }
    }

    /// The descriptor for swift-subprocess, which only borrows it.
    private func lent(_ descriptor: SharedDescriptor) -> FileDescriptor {
        FileDescriptor(rawValue: descriptor.rawValue)
    }

    /// Runs a body that blocks on a thread of its own and waits without blocking for its result.
    private func onThread<Value: Sendable>(
        named name: String, _ body: @escaping @Sendable () -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            do {
                _ = try OSThread.start(named: name) { continuation.resume(returning: body()) }
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }
}

/// Who waits for an answer that may be given twice: the first one counts.
private final class FirstAnswer<Value: Sendable>: Sendable {
    private let waiting: Mutex<CheckedContinuation<Value, any Error>?>

    init(_ continuation: CheckedContinuation<Value, any Error>) {
        waiting = Mutex(continuation)
    }

    func give(_ answer: Result<Value, any Error>) {
        waiting.withLock { $0.take() }?.resume(with: answer)
    }
}

extension Environment {
    /// The environment that the judge builds for what it starts (platform.md#surroundings).
    static func built(
        adding additions: [String: String] = [:], isAttempt: Bool = false
    ) -> Environment {
        let table = ChildEnvironment.table(adding: additions, isAttempt: isAttempt)
        let pairs = table.compactMap { name, value in
            Key(rawValue: name).map { ($0, value) }
        }
        return .custom(Dictionary(pairs) { first, _ in first })
    }
}

/// A pipe whose ends the task that started an attempt and the thread that watches it share.
private struct SharedPipe: Sendable {
    let readEnd: SharedDescriptor
    let writeEnd: SharedDescriptor

    init(nonBlockingRead: Bool) throws(SystemError) {
        let ends = try PipeEnds()
        if nonBlockingRead { try ends.readEnd.setNonBlocking() }
        readEnd = SharedDescriptor(adopting: ends.readEnd)
        writeEnd = SharedDescriptor(adopting: ends.writeEnd)
    }
}
