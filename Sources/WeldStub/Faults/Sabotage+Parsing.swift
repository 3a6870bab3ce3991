public import WeldWire

extension Sabotage {
    /// What the command line of the runtime knows, for `--help` and for the sentence that refuses
    /// another name.
    public static let runtimeForms =
        [
            "echo-delay=TIME", "echo-spike=TIME/N", "echo-corrupt", "echo-wrong-seq", "fd-drop",
            "fd-swap-order", "fd-no-cloexec", "fd-leak-on-error", "ignore-eof",
            "exit-code-1-on-eof", "leave-socket", "slow-eof=TIME", "freeze=TIME",
            "frame-backwards", "half-rate",
        ] + wireFaults.map(\.name)

    /// What the command line of the editor knows.
    public static let editorForms =
        [
            "no-restart", "slow-detect=TIME", "leak-fd-per-restart", "ignore-heartbeat",
            "two-slot-adversary", "torn-present", "sync-hazard",
        ] + wireFaults.map(\.name)

    /// The faults of gate G3, which both stubs know.
    static let wireFaults: [Sabotage] = [
        .acceptBadMagic, .skipHashCheck, .leakPerError, .leakDescriptorPerError,
        .hangOnTruncation, .crashOnOversize, .dropFrames,
    ]

    /// Reads `NAME` or `NAME=VALUE` of a stub.
    public init(
        parsing text: String, for role: Role = .runtime
    ) throws(OptionValue.Mismatch) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = parts.first.map(String.init) ?? ""
        let value = parts.count == 2 ? String(parts[1]) : nil
        if value == nil, let fault = Self.wireFaults.first(where: { $0.name == name }) {
            self = fault
            return
        }
        switch role {
        case .runtime: self = try Self.runtimeFault(name, value)
        case .editor: self = try Self.editorFault(name, value)
        }
    }

    private static func runtimeFault(
        _ name: String, _ value: String?
    ) throws(OptionValue.Mismatch) -> Sabotage {
        if let fault = try echoFault(name, value) { return fault }
        if let fault = descriptorFault(name, value) { return fault }
        if let fault = try endFault(name, value) { return fault }
        if let fault = try pictureFault(name, value) { return fault }
        throw unknown(runtimeForms)
    }

    private static func unknown(_ forms: [String]) -> OptionValue.Mismatch {
        OptionValue.Mismatch(
            expected: "a sabotage of this stub: " + forms.joined(separator: ", "))
    }

    private static func echoFault(
        _ name: String, _ value: String?
    ) throws(OptionValue.Mismatch) -> Sabotage? {
        switch (name, value) {
        case ("echo-delay", let value?):
            .echoDelay(nanoseconds: try OptionValue.nanoseconds(value))
        case ("echo-spike", let value?): try spike(value)
        case ("echo-corrupt", nil): .echoCorrupt
        case ("echo-wrong-seq", nil): .echoWrongSequence
        default: nil
        }
    }

    private static func descriptorFault(_ name: String, _ value: String?) -> Sabotage? {
        switch (name, value) {
        case ("fd-drop", nil): .descriptorDrop
        case ("fd-swap-order", nil): .descriptorSwapOrder
        case ("fd-no-cloexec", nil): .descriptorNoCloseOnExec
        case ("fd-leak-on-error", nil): .descriptorLeakOnError
        default: nil
        }
    }

    /// What a runtime does wrong when its editor is gone.
    private static func endFault(
        _ name: String, _ value: String?
    ) throws(OptionValue.Mismatch) -> Sabotage? {
        switch (name, value) {
        case ("ignore-eof", nil): .ignoreEndOfStream
        case ("exit-code-1-on-eof", nil): .exitCodeOneOnEnd
        case ("leave-socket", nil): .leaveSocket
        case ("slow-eof", let value?):
            .slowEndOfStream(nanoseconds: try OptionValue.nanoseconds(value))
        default: nil
        }
    }

    /// What a runtime does wrong when it draws.
    private static func pictureFault(
        _ name: String, _ value: String?
    ) throws(OptionValue.Mismatch) -> Sabotage? {
        switch (name, value) {
        case ("freeze", let value?): .freeze(nanoseconds: try OptionValue.nanoseconds(value))
        case ("frame-backwards", nil): .frameBackwards
        case ("half-rate", nil): .halfRate
        default: nil
        }
    }

    /// What an editor does wrong when its runtime is gone, and when it reads pictures.
    private static func editorFault(
        _ name: String, _ value: String?
    ) throws(OptionValue.Mismatch) -> Sabotage {
        switch (name, value) {
        case ("no-restart", nil): .noRestart
        case ("slow-detect", let value?):
            .slowDetect(nanoseconds: try OptionValue.nanoseconds(value))
        case ("leak-fd-per-restart", nil): .leakDescriptorPerRestart
        case ("ignore-heartbeat", nil): .ignoreHeartbeat
        case ("two-slot-adversary", nil): .twoSlotAdversary
        case ("torn-present", nil): .tornPresent
        case ("sync-hazard", nil): .syncHazard
        default: throw unknown(editorForms)
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
