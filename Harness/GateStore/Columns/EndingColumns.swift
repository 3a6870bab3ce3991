import GRDB
import GateKit

/// How an attempt's ending is spelled in the columns of its row.
struct EndingColumns {
    var ending: String
    var number: Int64?
    var detail: String?

    init(_ value: AttemptEnding) {
        switch value {
        case .exited(let code):
            ending = "exited"
            number = Int64(code)
        case .signalled(let signal, let coreDumped):
            ending = "signalled"
            number = Int64(signal)
            detail = coreDumped ? "core dumped" : nil
        case .killedByHarness(let step):
            ending = "killed"
            detail = step
        case .interrupted:
            ending = "interrupted"
        }
    }

    /// Returns the ending in an attempt's row, or nil while it has none.
    static func value(of row: Row) throws -> AttemptEnding? {
        guard let ending: String = row["ending"] else { return nil }
        let number: Int64? = row["ending_number"]
        let detail: String? = row["ending_detail"]
        switch (ending, number.map(Int32.init(truncatingIfNeeded:)), detail) {
        case ("exited", let code?, nil): return .exited(code: code)
        case ("signalled", let signal?, nil): return .signalled(number: signal, coreDumped: false)
        case ("signalled", let signal?, "core dumped"):
            return .signalled(number: signal, coreDumped: true)
        case ("killed", nil, let step?): return .killedByHarness(step: step)
        case ("interrupted", nil, nil): return .interrupted
        default: throw UnreadableValue("attempt.ending", ending)
        }
    }
}
