import FuzzWire
import GateFuzz
import GateWire

/// Fuzz body: a script of `weld-gates replay`, as somebody wrote it.
///
/// Byte 0: bit 0 puts the right header before the rest. The rest is the text.
public enum ScriptBody {
    private static let header = "weld-fuzz 1\nprotocol 1\nsubject runtime\n"

    /// Returns what is wrong; nil when all is well: an error that names a line is a right answer.
    public static func complaint(about input: [UInt8]) -> String? {
        var input = InputReader(input)
        let start = input.byte() & 1 == 1 ? header : ""
        let text = start + String(decoding: input.remainder(), as: UTF8.self)
        let script: FuzzScript
        do throws(ScriptError) {
            script = try FuzzScript(parsing: text)
        } catch {
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).count
            return (1...max(1, lines)).contains(error.line) ? nil : "line \(error.line) of \(lines)"
        }
        let again: FuzzScript
        do throws(ScriptError) {
            again = try FuzzScript(parsing: script.text)
        } catch {
            return "the script's own text is refused, \(error): \(script.text)"
        }
        guard again == script else { return "\(script.text) became \(again.text)" }
        return predict(script)
    }

    /// Lets the oracle take everything that would be sent.
    private static func predict(_ script: FuzzScript) -> String? {
        var oracle = WireOracle(
            receiver: script.subject, takesHandover: script.subject == .runtime)
        var sum = 0
        for step in script.steps {
            switch step {
            case .connect:
                oracle = WireOracle(
                    receiver: script.subject, takesHandover: script.subject == .runtime)
            case .greet: oracle.greeted()
            case .frame(let frame):
                sum += frame.bytes.count
                oracle.take(frame.bytes, frame.writing)
            case .bytes(let bytes, let writing):
                sum += bytes.count
                oracle.take(bytes, writing)
            default: break
            }
        }
        return sum >= 0 ? nil : "fewer bytes than none"
    }
}
