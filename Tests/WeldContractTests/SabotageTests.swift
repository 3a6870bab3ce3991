import Testing

@testable import WeldContract

@Suite("Sabotages")
struct SabotageTests {
    /// One fault of every row, with a value where the row takes one.
    static let all: [Sabotage] = SabotageEntry.table.map { entry in
        switch entry.value {
        case .none: Sabotage(entry.name)
        case .time: Sabotage(entry.name, nanoseconds: 2_000_000)
        case .timeEvery: Sabotage(entry.name, nanoseconds: 60_000_000, every: 1000)
        }
    }

    @Test(
        "a fault is read as it is written",
        arguments: [
            ("echo-delay=2ms", Sabotage(.echoDelay, nanoseconds: 2_000_000)),
            ("echo-spike=60ms/1000", Sabotage(.echoSpike, nanoseconds: 60_000_000, every: 1000)),
            ("leave-socket", Sabotage(.leaveSocket)),
            ("freeze=150ms", Sabotage(.freeze, nanoseconds: 150_000_000)),
        ])
    func written(text: String, expected: Sabotage) {
        #expect(Sabotage(parsing: text, for: .runtime) == expected)
        #expect(expected.text == text)
    }

    @Test("every fault is read by those who have it, and by nobody else", arguments: all)
    func roles(sabotage: Sabotage) {
        for role in [ProcessRole.editor, .runtime, .observer] {
            let expected = sabotage.entry.subjects.contains(role) ? sabotage : nil
            #expect(Sabotage(parsing: sabotage.text, for: role) == expected)
            #expect(Sabotage(parsing: sabotage.text + "=1", for: role) == nil)
        }
    }

    @Test("every name has one row in the table, which says what it breaks and who sees it")
    func table() {
        #expect(SabotageEntry.table.map(\.name).count == SabotageName.allCases.count)
        #expect(Set(SabotageEntry.table.map(\.name)) == Set(SabotageName.allCases))
        for entry in SabotageEntry.table {
            #expect(!entry.breaks.isEmpty && entry.seenBy.hasPrefix("g"))
            #expect(!entry.subjects.isEmpty)
        }
    }

    @Test("several faults are switched on at once, of one name the last")
    func several() {
        let late = Sabotage(.slowDetect, nanoseconds: 2)
        let faults = Sabotages([
            Sabotage(.slowDetect, nanoseconds: 1), Sabotage(.noRestart), late,
        ])
        #expect(faults.all == [Sabotage(.noRestart), late])
        #expect(faults[.slowDetect] == late)
        #expect(faults.has(.noRestart) && !faults.has(.freeze))
        #expect(Sabotages().isEmpty && !faults.isEmpty)
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
