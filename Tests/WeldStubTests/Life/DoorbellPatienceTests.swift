import Testing

@testable import weld_editor

@Suite("How long the window waits for a ring")
struct DoorbellPatienceTests {
    static let start: UInt64 = 7_000_000_000

    @Test("a runtime that rings is not looked at in between")
    func ringing() {
        var patience = DoorbellPatience()
        for index in 0..<10 as Range<UInt64> {
            let now = Self.start + index * 16_000_000
            #expect(patience.deadline(after: now) == now + DoorbellPatience.ringing)
            patience.found(at: now + 15_000_000)
        }
        #expect(!patience.isSilent)
    }

    @Test("a picture that lies there after a wait in vain betrays a runtime that never rings")
    func silent() {
        var patience = DoorbellPatience()
        let deadline = patience.deadline(after: Self.start)
        patience.found(at: deadline)
        #expect(patience.isSilent)
        #expect(
            patience.deadline(after: deadline + 1) == deadline + 1 + DoorbellPatience.silent)
    }

    @Test("a picture that was there without a wait says nothing about rings")
    func unawaited() {
        var patience = DoorbellPatience()
        patience.found(at: Self.start)
        patience.found(at: Self.start + 900_000_000)
        #expect(!patience.isSilent)
    }
}
