import ArgumentParser
import GateHost
import GateKit
import GateRunner

/// How a command comes to have the machine to itself.
struct LockOptions: ParsableArguments {
    @Flag(help: "Refuse with 79 where another run holds the machine, instead of waiting for it.")
    var noWait = false

    @Option(
        name: .customLong("lock"),
        help: ArgumentHelp(
            "The file by whose lock runs on one machine exclude each other.", valueName: "path"))
    var path = RunLock.defaultPath

    /// Refuses a lock on a file that something is written to: it would be made before that is.
    func check(store: StoreOptions, report: String? = nil) throws(Failure) {
        let what =
            store.isMet(by: path)
            ? "the store" : report.map { OutputPlace.isOne($0, path) } == true ? "the report" : nil
        guard let what else { return }
        throw Failure(
            sentence: "the lock \(path) is \(what) as well; name another file with --lock",
            code: .usage)
    }

    /// Takes the machine for a command that a signal simply ends.
    func take() throws(Failure) -> RunLock {
        let interruption: Interruption
        do throws(SystemError) {
            interruption = try Interruption()
        } catch {
            throw Failure(error)
        }
        return try take(interruption)
    }

    /// Takes the machine, after the run that has it.
    func take(_ interruption: Interruption) throws(Failure) -> RunLock {
        do throws(RunLock.Refusal) {
            return try RunLock.take(path, waits: !noWait, interruption: interruption) {
                StandardError.say("weld-gates: \($0)")
            }
        } catch {
            let code: RunExitCode = error == .interrupted ? .inconclusive : .preconditionMissing
            throw Failure(sentence: error.description, code: code)
        }
    }
}

extension Interruption {
    /// Lets signals end the process again, before an answer goes to somebody who may never read it.
    ///
    /// Nothing of the run is left by then; what a signal interrupts is the waiting alone.
    func leaveTheRest() { try? releaseSignals() }

    /// Returns a wish to end that SIGINT, SIGTERM and SIGHUP make; it lives as long as the process.
    static func ofThisProcess() throws(Failure) -> Interruption {
        do throws(SystemError) {
            let interruption = try Interruption()
            try interruption.catchSignals()
            return interruption
        } catch {
            throw Failure(error)
        }
    }
}
