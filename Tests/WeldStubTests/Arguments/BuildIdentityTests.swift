import Testing
import WeldContract

@testable import WeldStub

@Suite("Which build a stub says it is")
struct BuildIdentityTests {
    @Test(
        "a sabotaged build's name is none that a real build has",
        arguments: [Sabotage.echoCorrupt, .noRestart, .freeze(nanoseconds: 1)])
    func identity(sabotage: Sabotage) {
        let build = BuildIdentity.current(sabotage: sabotage).build
        #expect(build == "sabotage:\(sabotage.name.rawValue)")
        #expect(!BuildIdentity.current().build.hasPrefix("sabotage:"))
    }
}
