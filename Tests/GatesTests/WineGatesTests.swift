import GateKit
import Testing

@testable import Gates

/// What is asked of the stubs under Wine, as far as it can be asked without Wine (gates.md#wine).
@Suite("Gates under Wine")
struct WineGatesTests {
    @Test("every gate has a declaration, a part, and its headline among the part's checks")
    func complete() throws {
        for declaration in WineGates.declarations {
            let parts = WinePart.allCases.filter { $0.gates.contains(declaration.id) }
            #expect(parts.count == 1)
            let checks = try #require(parts.first).checks(trials: 1)
            #expect(checks.contains { $0.id == declaration.headlineCheck })
        }
        #expect(WineGates.declarations.map(\.id) == GateID.allCases)
    }

    @Test("no time of the emulator's is compared with a threshold", arguments: WinePart.allCases)
    func ratios(part: WinePart) {
        for check in part.checks(trials: 1) {
            #expect([.ratio, .count].contains(check.unit), "\(check.id)")
            #expect(part.gates.contains(check.gate), "\(check.id)")
        }
    }

    @Test("every control names checks of its part", arguments: WinePart.allCases)
    func controls(part: WinePart) {
        let checks = Set(part.checks(trials: 1).map(\.id))
        for control in part.controlAttempts.flatMap(\.controls) {
            #expect(checks.contains(control.expectedCheck), "\(control.sabotage)")
            #expect(checks.isSuperset(of: control.alsoViolated), "\(control.sabotage)")
            #expect(part.gates.contains(control.gate))
        }
    }

    @Test("names of procedures are nobody else's")
    func names() {
        let names = GateCatalogue.emulatedProcedures.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(Set(names).isDisjoint(with: GateCatalogue.procedures.map(\.name)))
    }

    @Test("a file's path is spelled as Windows does")
    func paths() {
        #expect(WinePrefix.windowsPath("/tmp/a b/c.exe") == #"Z:\tmp\a b\c.exe"#)
    }
}
