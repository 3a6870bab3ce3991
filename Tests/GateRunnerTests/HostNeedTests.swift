import Foundation
import GateKit
import Testing

@testable import GateRunner

/// The one list of what machines must offer.
@Suite("Needs")
struct HostNeedTests {
    private static let page: String = {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let path = root.appendingPathComponent("Gates/Specification/preconditions.md").path
        return (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    }()

    @Test("Every need has its row in the page, in the same order, and the page has no other")
    func page() {
        let rows = Self.page.split(separator: "\n").filter { $0.hasPrefix("| `") }.map { row in
            row.split(separator: "|").prefix(2).map { $0.trimmingCharacters(in: .whitespaces) }
        }.filter { !$0[0].hasPrefix("`checks") && !["`missing`", "`exitCode`"].contains($0[0]) }
        #expect(
            rows
                == HostNeeds.all.map {
                    ["`\($0.name)`", $0.isRequired ? $0.users : "(better evidence)"]
                })
    }

    @Test("Names are unique, and everybody says why and what to do")
    func whole() {
        #expect(Set(HostNeeds.all.map(\.name)).count == HostNeeds.all.count)
        for need in HostNeeds.all {
            #expect(!need.why.isEmpty && !need.remedy.isEmpty && !need.gates.isEmpty)
        }
    }

    @Test("A missing one is a sentence with name, users, reason and command")
    func sentence() {
        let need = HostNeed("thing", gates: [.g4], at: .full, why: "it is used", remedy: "make it")
        {
            _ in HostNeed.Finding(isThere: false, found: "nothing", remedy: nil)
        }
        let answer = HostAnswer(
            need: need, finding: need.look(HostPlaces(temporary: "/tmp")))
        #expect(answer.isMissing)
        #expect(
            answer.sentence
                == "thing: nothing; G4 at full cannot be judged without it (it is used); to mend it: "
                + "make it")
        #expect(answer.fault.kind == .precondition)
        #expect(need.isFor([.g4, .g5], at: .full))
        #expect(!need.isFor([.g4], at: .smoke))
        #expect(!need.isFor([.g5], at: .full))
    }

    @Test("A directory that is not there is missing by its name, and so is one without room")
    func temporary() {
        let missing = HostNeeds.missing(for: [.g7], at: .smoke, HostPlaces(temporary: "/none/x"))
        #expect(missing.map(\.need.name) == ["temporary-directory", "local-sockets", "locks"])
    }
}
