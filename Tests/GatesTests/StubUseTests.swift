import GateHost
import GateKit
import Glibc
import Testing

import enum GateHost.Ledger

@testable import Gates

@Suite("What a stub holds, by looking into it")
struct StubUseTests {
    @Test("A number of kilobytes is read from its own line")
    func kilobytes() {
        let text = "Rss: 9 kB\nAnonymous:           1234 kB\nAnonHugePages:         0 kB\n"
        #expect(StubUse.kilobytes(of: "Anonymous", in: text) == 1234)
        #expect(StubUse.kilobytes(of: "VmSize", in: "VmSize:\t21474841234 kB\n") == 21_474_841_234)
        #expect(StubUse.kilobytes(of: "AnonHugePages", in: text) == 0)
        #expect(StubUse.kilobytes(of: "Swap", in: text) == nil)
        #expect(StubUse.kilobytes(of: "Anonymous", in: "Anonymous:\n") == nil)
    }

    @Test("Memory, descriptors and threads of this very process can be told")
    func own() throws {
        let use = try #require(StubUse(of: ProcessEnvironment.pid))
        #expect(use.memory > 0 && !use.roles.items.isEmpty)
        #expect(StubUse(of: .max) == nil)
    }

    @Test("A descriptor without close-on-exec is told, the events' pipe is not")
    func inheritable() throws {
        let pipe = try PipeEnds()
        let open = OwnedDescriptor(adopting: try Self.withoutCloseOnExec(pipe.writeEnd))
        let (number, readEnd) = (open.rawValue, pipe.readEnd.rawValue)
        let all = Ledger.ownDescriptors()
        #expect(StubUse.inheritable(all, but: nil).contains { $0.number == number })
        let pipes = try #require(all.first { $0.number == readEnd }).identity
        #expect(!StubUse.inheritable(all, but: pipes).contains { $0.number == number })
    }

    private static func withoutCloseOnExec(_ end: borrowing OwnedDescriptor) throws -> Int32 {
        let copy = dup(end.rawValue)
        return try #require(copy >= 0 ? copy : nil)
    }
}
