import WeldPlatform
import WeldTransport
import WeldWire

/// A runtime that misbehaves as its `--misbehave NAME` says, for tests of the real editor.
///
/// It takes the command line of the real one and ignores what it does not need.
@main
struct FixtureRuntime {
    static func main() {
        guard let name = value(of: "--misbehave"), let fault = Misbehaviour(rawValue: name) else {
            ProcessEnvironment.exitNow(64)
        }
        if fault == .exitAtOnce { return }
        if fault == .holdSocket { return SocketHolder.run() }
        do throws(TransportError) {
            try MisbehavingRuntime(fault, socketPath: value(of: "--socket") ?? "").run()
        } catch {
            // The editor has had enough of it.
        }
    }

    private static func value(of option: String) -> String? {
        let arguments = CommandLine.arguments
        guard let place = arguments.firstIndex(of: option), place + 1 < arguments.count else {
            return nil
        }
        return arguments[place + 1]
    }
}

/// What a runtime can do wrong.
enum Misbehaviour: String {
    /// It ends with 0 before it connects.
    case exitAtOnce = "exit-at-once"
    /// It connects and says nothing.
    case helloNever = "hello-never"
    /// It says Hello twice.
    case helloTwice = "hello-twice"
    /// It sends bytes that are no frame.
    case garbage
    /// It answers no Echo.
    case echoNever = "echo-never"
    /// It answers an Echo with other bytes.
    case echoWrong = "echo-wrong"
    /// It acknowledges a heartbeat under another number.
    case heartbeatWrong = "heartbeat-wrong"
    /// It is well, and does not end when asked to.
    case shutdownNever = "shutdown-never"
    /// It connects a second time, and ends before anybody could accept that.
    case connectTwice = "connect-twice"
    /// It leaves a child that holds its socket, and ends.
    case forkAndEnd = "fork-and-end"
    /// What that child does: it holds the socket until the peer ends the connection.
    case holdSocket = "hold-socket"
}
