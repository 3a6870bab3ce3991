import GateKit
import GateReport
import Testing

@Suite("Names of cells")
struct CellNameTests {
    private static let checks = ["g6.age", "g6.age-presented", "g6.torn-shared", "g1.p50"]

    private func refusal(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch let refusal as CellName.Refusal {
            return refusal.sentence
        } catch {
            return nil
        }
    }

    @Test("a gate, a check, a system")
    func names() throws {
        let gate = try CellName("g6", known: Self.checks)
        #expect(gate.gate == .g6 && gate.check == nil && gate.platform == nil)
        let check = try CellName("G6.Age@macOS", known: Self.checks)
        #expect(check.gate == .g6 && check.check == "g6.age" && check.platform == .macos)
        #expect(try check.check(among: Self.checks) == "g6.age")
        #expect(try gate.check(among: Self.checks) == nil)
        #expect(
            try CellName("g6.tor", known: Self.checks).check(among: Self.checks) == "g6.torn-shared"
        )
    }

    @Test(
        "what is no cell is refused with the names nearest to it",
        arguments: [
            "", "@linux", ".", "g8", "G99.age", "age", "p50", "g1p50", "G6;rm", " g6", "g6 ",
            "g\u{0}6", "\u{1B}[2J", String(repeating: "g", count: 100_000),
        ])
    func unknown(text: String) throws {
        let sentence = try #require(refusal { _ = try CellName(text, known: Self.checks) })
        #expect(sentence.contains("nearest are"))
    }

    @Test(
        "a system that is none, and one that is left out",
        arguments: ["@", "g6@", "g6@mars", "g6@@linux"])
    func systems(text: String) throws {
        let sentence = try #require(refusal { _ = try CellName(text, known: []) })
        #expect(sentence.contains("Linux, macOS, Windows"))
    }

    @Test("a check that the run did not ask names the nearest; a beginning of several names all")
    func checks() throws {
        let near = try #require(
            refusal { _ = try CellName("g6.agf", known: []).check(among: Self.checks) })
        #expect(near.contains("nearest are g6.age"))
        let several = try #require(
            refusal {
                _ = try CellName("g6.age-", known: []).check(among: ["g6.age-a", "g6.age-b"])
            })
        #expect(several.contains("g6.age-a, g6.age-b"))
        let none = try #require(refusal { _ = try CellName("g6.", known: []).check(among: []) })
        #expect(none.contains("no gate and no check"))
    }
}
