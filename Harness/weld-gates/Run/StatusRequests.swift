import Dispatch
import GateHost
import Synchronization

/// Answers SIGUSR1, and Enter at its terminal, with one line about the run (report.md#progress).
///
/// Only this process takes it: attempts lead groups of their own, and what they start gets the
/// signal's default again. Where it is ignored, as a background job may have it, it stays so.
final class StatusRequests: Sendable {
    private let counter: EventCounter
    /// Lives as long as this, for a source without an owner hears nothing.
    private let source = Mutex<(any DispatchSourceRead)?>(nil)
    private let answer = Mutex<@Sendable () -> String>({ "the run has not begun" })

    /// Catches the signal from now on, as long as the process lives.
    init() throws(Failure) {
        do throws(SystemError) {
            counter = try EventCounter()
            try Signals.catchStatusRequests(by: counter)
        } catch {
            throw Failure(error)
        }
        let number = counter.descriptor.rawValue
        source.withLock { source in
            let made = DispatchSource.makeReadSource(fileDescriptor: number, queue: .global())
            made.setEventHandler { [weak self] in self?.say() }
            made.activate()
            source = made
        }
        EnterKey.listen { [weak self] in self?.answerNow() }
    }

    /// Names who knows what to answer.
    func answer(with line: @escaping @Sendable () -> String) {
        answer.withLock { $0 = line }
    }

    /// Several signals at once are one question.
    private func say() {
        guard counter.drain() > 0 else { return }
        answerNow()
    }

    private func answerNow() { StandardError.say(answer.withLock { $0 }()) }
}
