extension Sabotage {
    /// What the command line of the runtime knows, for `--help` and for the sentence that refuses
    /// another name.
    public static let runtimeForms = [
        "echo-delay=TIME", "echo-spike=TIME/N", "echo-corrupt", "echo-wrong-seq", "fd-drop",
        "fd-swap-order", "fd-no-cloexec", "fd-leak-on-error",
    ]

    /// Reads `NAME` or `NAME=VALUE` of a runtime.
    public init(parsing text: String) throws(OptionValue.Mismatch) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = parts.first.map(String.init) ?? ""
        let value = parts.count == 2 ? String(parts[1]) : nil
        self = try Self.named(name, value)
    }

    private static func named(
        _ name: String, _ value: String?
    ) throws(OptionValue.Mismatch) -> Sabotage {
        switch (name, value) {
        case ("echo-delay", let value?):
            return .echoDelay(nanoseconds: try OptionValue.nanoseconds(value))
        case ("echo-spike", let value?):
            return try spike(value)
        case ("echo-corrupt", nil): return .echoCorrupt
        case ("echo-wrong-seq", nil): return .echoWrongSequence
        case ("fd-drop", nil): return .descriptorDrop
        case ("fd-swap-order", nil): return .descriptorSwapOrder
        case ("fd-no-cloexec", nil): return .descriptorNoCloseOnExec
        case ("fd-leak-on-error", nil): return .descriptorLeakOnError
        default:
            throw OptionValue.Mismatch(
                expected: "a sabotage of this stub: " + runtimeForms.joined(separator: ", "))
        }
    }

    private static func spike(_ value: String) throws(OptionValue.Mismatch) -> Sabotage {
        let parts = value.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else {
            throw OptionValue.Mismatch(expected: "a spike such as echo-spike=60ms/1000")
        }
        return .echoSpike(
            nanoseconds: try OptionValue.nanoseconds(parts[0]),
            every: try OptionValue.integer(parts[1], in: 1...1_000_000_000))
    }
}
