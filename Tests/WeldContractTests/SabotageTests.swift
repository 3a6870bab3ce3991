import Testing

@testable import WeldContract

@Suite("Sabotages")
struct SabotageTests {
    static let known: [(String, Sabotage)] = [
        ("echo-delay=2ms", .echoDelay(nanoseconds: 2_000_000)),
        ("echo-spike=60ms/1000", .echoSpike(nanoseconds: 60_000_000, every: 1000)),
        ("echo-corrupt", .echoCorrupt), ("echo-wrong-seq", .echoWrongSequence),
        ("fd-drop", .descriptorDrop), ("fd-swap-order", .descriptorSwapOrder),
        ("fd-no-cloexec", .descriptorNoCloseOnExec),
        ("fd-leak-on-error", .descriptorLeakOnError), ("ignore-eof", .ignoreEndOfStream),
        ("exit-code-1-on-eof", .exitCodeOneOnEnd), ("leave-socket", .leaveSocket),
        ("slow-eof=250ms", .slowEndOfStream(nanoseconds: 250_000_000)),
        ("freeze=150ms", .freeze(nanoseconds: 150_000_000)),
        ("frame-backwards", .frameBackwards), ("half-rate", .halfRate),
    ]

    static let ofEditors: [(String, Sabotage)] = [
        ("no-restart", .noRestart),
        ("slow-detect=250ms", .slowDetect(nanoseconds: 250_000_000)),
        ("leak-fd-per-restart", .leakDescriptorPerRestart),
        ("ignore-heartbeat", .ignoreHeartbeat), ("two-slot-adversary", .twoSlotAdversary),
        ("torn-present", .tornPresent), ("sync-hazard", .syncHazard),
    ]

    static let ofBoth: [(String, Sabotage)] = [
        ("accept-bad-magic", .acceptBadMagic), ("skip-hash-check", .skipHashCheck),
        ("leak-per-error", .leakPerError), ("leak-fd-per-error", .leakDescriptorPerError),
        ("hang-on-truncation", .hangOnTruncation), ("crash-on-oversize", .crashOnOversize),
        ("drop-1-in-10000", .dropFrames),
    ]

    static let all = known + ofEditors + ofBoth

    @Test("every sabotage of G3 is known to both stubs", arguments: ofBoth)
    func both(text: String, expected: Sabotage) {
        #expect(Sabotage(parsing: text, for: .runtime) == expected)
        #expect(Sabotage(parsing: text, for: .editor) == expected)
        #expect(Sabotage(parsing: text + "=1", for: .editor) == nil)
    }

    @Test("every fault of life or reading is the editor's, not the runtime's", arguments: ofEditors)
    func editors(text: String, expected: Sabotage) {
        #expect(Sabotage(parsing: text, for: .editor) == expected)
        #expect(Sabotage(parsing: text, for: .runtime) == nil)
    }

    @Test("every sabotage of G1, G2, G5, G6 and G7 is the runtime's alone", arguments: known)
    func runtimes(text: String, expected: Sabotage) {
        #expect(Sabotage(parsing: text, for: .runtime) == expected)
        #expect(Sabotage(parsing: text, for: .editor) == nil)
        #expect(Sabotage(parsing: text, for: .observer) == nil)
    }

    @Test("a sabotage is spelled as it is read", arguments: all)
    func spelled(text: String, sabotage: Sabotage) {
        #expect(sabotage.text == text)
        #expect(text.hasPrefix(sabotage.name.rawValue))
    }

    @Test("every name has one row in the table, and every row makes its own sabotage")
    func table() {
        #expect(SabotageEntry.table.map(\.name).count == SabotageName.allCases.count)
        #expect(Set(SabotageEntry.table.map(\.name)) == Set(SabotageName.allCases))
        #expect(Set(Self.all.map(\.1.name)) == Set(SabotageName.allCases))
        for entry in SabotageEntry.table {
            let made: Sabotage =
                switch entry.value {
                case .none(let sabotage): sabotage
                case .time(let make): make(1_000)
                case .timeEvery(let make): make(1_000, 2)
                }
            #expect(made.name == entry.name)
            #expect(!entry.breaks.isEmpty && entry.seenBy.hasPrefix("g"))
        }
    }

    @Test(
        "times are read in us, ms and s, and spelled in the largest that is whole",
        arguments: [
            ("250us", 250_000), ("2ms", 2_000_000), ("1s", 1_000_000_000),
            ("3600s", 3_600_000_000_000),
        ] as [(Substring, UInt64)])
    func times(text: Substring, nanoseconds: UInt64) {
        #expect(SabotageValue.nanoseconds(text) == nanoseconds)
        #expect(SabotageValue.text(nanoseconds) == text)
    }

    @Test(
        "what is no time is refused",
        arguments: [
            "", "2", "ms", "-2ms", "2 ms", "2m", "0ms", "3601s", "1.5s", "99999999999999999999us",
            "18446744073709551615s", "+2ms", "2msms",
        ] as [Substring])
    func badTimes(text: Substring) {
        #expect(SabotageValue.nanoseconds(text) == nil)
    }

    @Test(
        "unknown names and bad values are refused",
        arguments: [
            "", "echo", "echo-delay", "echo-delay=", "echo-delay=2", "echo-spike=60ms",
            "echo-spike=60ms/0", "echo-spike=60ms/1/2", "echo-spike=60ms/1000000001",
            "echo-corrupt=1", "fd-drop=", "no-restart", "two-slot-adversary", "ECHO-CORRUPT",
        ])
    func refuses(text: String) {
        #expect(Sabotage(parsing: text, for: .runtime) == nil)
    }
}
