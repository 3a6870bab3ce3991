import Testing
import WeldWire

@testable import WeldStub

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

    @Test("every sabotage of G3 is known to both stubs", arguments: ofBoth)
    func both(text: String, expected: Sabotage) throws {
        #expect(try Sabotage(parsing: text, for: .runtime) == expected)
        #expect(try Sabotage(parsing: text, for: .editor) == expected)
        #expect(expected.name == text)
        #expect(throws: OptionValue.Mismatch.self) { try Sabotage(parsing: text + "=1") }
    }

    @Test("every fault of life or reading is the editor's, not the runtime's", arguments: ofEditors)
    func editors(text: String, expected: Sabotage) throws {
        let sabotage = try Sabotage(parsing: text, for: .editor)
        #expect(sabotage == expected)
        #expect(text.hasPrefix(sabotage.name))
        #expect(throws: OptionValue.Mismatch.self) { try Sabotage(parsing: text) }
        #expect(Sabotage.editorForms.contains { $0.hasPrefix(sabotage.name) })
    }

    @Test("no editor knows a runtime's sabotage", arguments: known)
    func notEditors(text: String, sabotage: Sabotage) {
        #expect(throws: OptionValue.Mismatch.self) { try Sabotage(parsing: text, for: .editor) }
    }

    @Test("every sabotage of G1, G2, G5, G6 and G7 is known by its name", arguments: known)
    func parses(text: String, expected: Sabotage) throws {
        let sabotage = try Sabotage(parsing: text)
        #expect(sabotage == expected)
        #expect(text.hasPrefix(sabotage.name))
    }

    @Test("the help's list and the catalogue are the same")
    func formsAreComplete() {
        func names(_ forms: [String]) -> [Substring] { forms.map { $0.prefix { $0 != "=" } } }
        #expect(
            names(Sabotage.runtimeForms) == (Self.known + Self.ofBoth).map { $0.1.name[...] })
        #expect(
            names(Sabotage.editorForms) == (Self.ofEditors + Self.ofBoth).map { $0.1.name[...] })
    }

    @Test(
        "unknown names and bad values are refused",
        arguments: [
            "", "echo", "echo-delay", "echo-delay=", "echo-delay=2", "echo-spike=60ms",
            "echo-spike=60ms/0", "echo-spike=60ms/1/2", "echo-corrupt=1", "fd-drop=", "no-restart",
            "two-slot-adversary", "ECHO-CORRUPT",
        ])
    func refuses(text: String) {
        #expect(throws: OptionValue.Mismatch.self) { try Sabotage(parsing: text) }
    }

    @Test("a sabotaged build's name is none that a real build has")
    func identity() throws {
        for (_, sabotage) in Self.known {
            #expect(BuildIdentity.current(sabotage: sabotage).build.hasPrefix("sabotage:"))
        }
        #expect(!BuildIdentity.current().build.hasPrefix("sabotage:"))
    }
}
