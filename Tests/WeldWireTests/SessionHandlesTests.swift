import Testing
import WeldWire

@Suite("Descriptors that come with a frame")
struct SessionHandlesTests {
    static let withoutHandles = MessageType.allCases.filter { $0 != .shmRegionsHandoff }

    /// Rules in the state in which the type is legal.
    static func rules(for type: MessageType, handlesLab: Bool) throws -> SessionRules {
        let receiver = type.descriptor.sender.peer
        guard type == .protocolHello || type == .protocolHelloAck else {
            return try SessionRulesTests.open(
                receiver, handlesLab: handlesLab, acceptsHandoff: true)
        }
        var rules = SessionRules(role: receiver, handlesLab: handlesLab)
        rules.sent(.protocolHello, sequence: 1)
        return rules
    }

    @Test(
        "frames that take none are refused with one, in the handles lab as well",
        arguments: withoutHandles, [false, true])
    func none(type: MessageType, handlesLab: Bool) throws {
        let fresh = try Self.rules(for: type, handlesLab: handlesLab)
        var rules = fresh
        try rules.admit(SessionRulesTests.header(type), handles: 0)
        guard !(type == .echo && handlesLab) else { return }
        rules = fresh
        #expect(throws: WireError.unexpectedHandles) {
            try rules.admit(SessionRulesTests.header(type), handles: 1)
        }
    }

    @Test("in the handles lab an Echo carries up to 253", arguments: [0, 1, 8, 60, 253])
    func lab(handles: Int) throws {
        var rules = try Self.rules(for: .echo, handlesLab: true)
        try rules.admit(SessionRulesTests.header(.echo), handles: handles)
    }

    @Test("254 are too many even there")
    func labLimit() throws {
        var rules = try Self.rules(for: .echo, handlesLab: true)
        #expect(throws: WireError.unexpectedHandles) {
            try rules.admit(SessionRulesTests.header(.echo), handles: 254)
        }
    }

    @Test("the state is judged before the descriptors")
    func order() throws {
        var rules = try SessionRulesTests.open(.runtime)
        #expect(throws: WireError.unexpectedMessage) {
            try rules.admit(SessionRulesTests.header(.logMessage), handles: 3)
        }
    }

    @Test("a hand-over without descriptors has a wrong number of them")
    func handoffWithout() throws {
        var rules = try Self.rules(for: .shmRegionsHandoff, handlesLab: false)
        #expect(throws: WireError.unexpectedHandles) {
            try rules.admit(SessionRulesTests.header(.shmRegionsHandoff), handles: 0)
        }
    }

    @Test(
        "a hand-over's descriptors must be as many as its regions, where that count is legal",
        arguments: [
            (1, 1, true), (8, 8, true), (1, 2, false), (2, 1, false), (8, 7, false),
            (1, 0, false), (0, 0, false), (0, 1, true), (9, 9, true), (9, 1, true),
            (.max, 253, true),
        ] as [(UInt32, Int, Bool)])
    func handoff(regionCount: UInt32, handles: Int, isAdmitted: Bool) throws {
        let rules = try Self.rules(for: .shmRegionsHandoff, handlesLab: false)
        if isAdmitted {
            try rules.admitHandoff(regionCount: regionCount, handles: handles)
        } else {
            #expect(throws: WireError.unexpectedHandles) {
                try rules.admitHandoff(regionCount: regionCount, handles: handles)
            }
        }
    }
}
