internal import Foundation
internal import GateKit

extension StubEvent {
    /// Reads one line that a stub wrote to its events descriptor, or returns nil for anything
    /// that is not such a line.
    init?(line: [UInt8]) {
        guard
            let fields = try? JSONDecoder().decode([String: Scalar].self, from: Data(line)),
            let number = fields["n"].flatMap({ UInt64($0.text) }),
            let time = fields["t_ns"].flatMap({ UInt64($0.text) }),
            let pid = fields["pid"].flatMap({ Int32($0.text) }),
            let role = fields["role"]?.text, let name = fields["event"]?.text
        else { return nil }
        let known: Set = ["n", "t_ns", "pid", "role", "event"]
        self.init(
            number: number, time: time, pid: pid, role: role, name: name,
            fields: fields.filter { !known.contains($0.key) }.mapValues(\.text))
    }
}

/// A JSON value that is no object and no array, as text.
private struct Scalar: Decodable {
    let text: String

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let truth = try? value.decode(Bool.self) {
            text = truth ? "true" : "false"
        } else if let integer = try? value.decode(Int64.self) {
            text = String(integer)
        } else if let natural = try? value.decode(UInt64.self) {
            text = String(natural)
        } else if let number = try? value.decode(Double.self) {
            text = String(number)
        } else {
            text = try value.decode(String.self)
        }
    }
}
