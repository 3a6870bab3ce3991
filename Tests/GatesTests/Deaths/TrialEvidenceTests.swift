import Foundation
import GateKit
import Synchronization
import Testing

@testable import Gates

@Suite("Evidence of a process that has to be ended")
struct TrialEvidenceTests {
    @Test("it says of every thread what it does and how much it used, before and after the rest")
    func threads() throws {
        let place = "\(NSTemporaryDirectory())weld-evidence-\(UUID().uuidString)"
        let messages = Mutex<[AttemptMessage]>([])
        let recorder = Recorder { message in messages.withLock { $0.append(message) } }
        let own = ProcessInfo.processInfo.processIdentifier
        TrialEvidence.keep(of: own, events: [], in: place, recorder)
        let path = "\(place)-\(own).txt"
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(
            messages.withLock { $0 } == [
                .artefact(name: "evidence of process \(own)", path: path)
            ])
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        let states = lines.indices.filter {
            lines[$0].hasPrefix("thread \(own) ") && lines[$0].contains(" is in state ")
        }
        #expect(states.count == 2)
        #expect(lines.contains { $0.hasPrefix("thread \(own) ") && $0.contains(" waits in ") })
        #expect(lines.contains { $0.hasPrefix("descriptor ") })
    }
}
