import Testing
import WeldContract

@testable import WeldStub

@Suite("Which build a stub says it is")
struct BuildIdentityTests {
    @Test("a sabotaged build's name is none that a real build has, and names every fault")
    func identity() {
        let faults = Sabotages([Sabotage(.echoCorrupt), Sabotage(.freeze, nanoseconds: 1)])
        #expect(BuildIdentity.current(faults).build == "sabotage:echo-corrupt+freeze")
        #expect(!BuildIdentity.current().build.hasPrefix("sabotage:"))
    }
}
