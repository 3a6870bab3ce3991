import Foundation
import GateHost
import Testing
import WeldContract

@testable import Gates

@Suite("The judge's own numbers")
struct DocumentedExitTests {
    @Test("Every code has the number that the page of the contract gives it")
    func page() throws {
        let file = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Gates/Specification/contract.md")
        let page = try String(contentsOf: file, encoding: .utf8)
        let rows = page.split(separator: "\n").filter { $0.hasPrefix("| ") }
        for code in ExitCode.allCases {
            let number = String(code.documented)
            #expect(
                rows.contains { row in
                    let first = row.split(separator: "|").first ?? ""
                    return first.split(whereSeparator: { ", ".contains($0) }).contains {
                        $0 == number
                    }
                }, "\(code)")
        }
    }

    @Test("A number stands for one code, and others for none")
    func numbers() {
        for code in ExitCode.allCases {
            #expect(ExitCode(documented: code.documented) == code)
            #expect(ProcessStatus.exited(code) == .exited(code: code.documented))
        }
        #expect(ExitCode(documented: 1) == nil)
    }

    @Test("A broken editor's frame differs from a right one in one byte")
    func broken() {
        let right = OwnFrame(kind: .echo, number: 2, body: [UInt8](repeating: 3, count: 64)).bytes
        for fault in BrokenEditorTrial.Fault.allCases {
            let wrong = zip(right, fault.bytes).count { $0 != $1 }
            #expect(wrong == (fault == .half ? 0 : 1), "\(fault)")
            #expect((fault.bytes.count < right.count) == (fault == .half), "\(fault)")
        }
    }
}
