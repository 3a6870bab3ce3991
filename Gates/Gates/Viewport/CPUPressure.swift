internal import Foundation

/// How long some task of the machine has waited for a processor, by the kernel's own account.
enum CPUPressure {
    /// Returns microseconds since the machine's start; nil where the kernel does not count.
    static func now() -> UInt64? {
        guard let text = try? String(contentsOfFile: "/proc/pressure/cpu", encoding: .utf8) else {
            return nil
        }
        let total = text.split(whereSeparator: \.isWhitespace).first { $0.hasPrefix("total=") }
        return total.flatMap { UInt64($0.dropFirst(6)) }
    }
}
