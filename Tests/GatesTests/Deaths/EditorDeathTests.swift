import GateHost
import GateKit
import Testing
import WeldContract

@testable import Gates

@Suite("What a runtime did about its editor's death")
struct EditorDeathTests {
    private func death(
        _ events: [EventRecord], _ status: ProcessStatus = .exited(code: 0), isItsOwn: Bool = true
    ) -> EditorDeath {
        EditorDeath(
            killedAt: 1_000,
            end: .init(pid: 6, status: status, time: 1_500, isItsOwn: isItsOwn), events)
    }

    private let connected = [EventRecord.runtime(500, .connected), .runtime(1_200, .peerGone)]

    @Test("A connected runtime notices, and ends with 0")
    func clean() {
        let death = death(connected)
        #expect(death.noticeNanoseconds(orElse: 9) == 200)
        #expect(death.endNanoseconds(orElse: 9) == 500)
        #expect(death.hasDocumentedStatus == true)
    }

    @Test(
        "Any other status of a connected runtime is not the documented one",
        arguments: [
            ProcessStatus.exited(code: 1), .exited(code: 11), .exited(code: 14),
            .signalled(number: 11, coreDumped: false),
        ])
    func otherStatus(status: ProcessStatus) {
        #expect(death(connected, status).hasDocumentedStatus == false)
    }

    @Test("A runtime that was never connected has nothing to notice, and ends with 11")
    func neverConnected() {
        let death = death([.runtime(1_200, .exiting(.connection))], .exited(code: 11))
        #expect(death.noticeNanoseconds(orElse: 9) == nil)
        #expect(death.hasDocumentedStatus == true)
        #expect(self.death([], .exited(code: 0)).hasDocumentedStatus == false)
    }

    @Test("Who says nothing took all the time there was")
    func silent() {
        let silent = [EventRecord.runtime(500, .connected), .runtime(900, .peerGone)]
        #expect(death(silent).noticeNanoseconds(orElse: 9) == 9)
    }

    @Test("A runtime that had to be killed took all the time there was, and has no status")
    func killed() {
        let death = death(connected, .running, isItsOwn: false)
        #expect(death.endNanoseconds(orElse: 9) == 9)
        #expect(death.hasDocumentedStatus == nil)
    }

    @Test(
        "What an editor left is the next one's where its process outlived its stream by 50 ms",
        arguments: [(50_001_200, false), (50_001_201, true)])
    func slowDeath(goneAt: UInt64, isNextEditors: Bool) {
        let end = EditorDeath.RuntimeEnd(
            pid: 6, status: .exited(code: 0), time: 60_000_000, isItsOwn: true)
        let death = EditorDeath(killedAt: 1_000, editorGoneAt: goneAt, end: end, connected)
        #expect(death.editorOutlivedPatience == isNextEditors)
        // One that noticed nothing has waited for nothing.
        let unheard = EditorDeath(killedAt: 1_000, editorGoneAt: goneAt, end: end, [])
        #expect(!unheard.editorOutlivedPatience)
    }

    @Test("Words of another runtime or of the editor do not count")
    func others() {
        let words = [
            EventRecord.runtime(500, .connected), .runtime(1_100, .peerGone, pid: 5),
            .editor(1_110, .peerGone),
        ]
        #expect(death(words).noticeNanoseconds(orElse: 9) == 9)
    }

    @Test("An editor that is killed ends by that signal, whatever else was its own doing")
    func ownEnds() {
        typealias Means = EditorKillTrial.Means
        let killed = ProcessStatus.signalled(number: 9, coreDumped: false)
        let crashed = ProcessStatus.signalled(number: 11, coreDumped: true)
        let clean = ProcessStatus.exited(code: 0)
        let explained: [Means: [ProcessStatus]] = [
            .kill: [killed], .bothKilled: [killed], .crash: [crashed], .terminate: [clean],
        ]
        for means in Means.allCases {
            for status in [killed, crashed, clean, .exited(code: 15), .running] {
                let holds = explained[means]?.contains(status)
                #expect(means.explains(status) == holds, "\(means) \(status)")
            }
        }
    }

    @Test("Without a runtime there is nothing to measure")
    func none() {
        let death = EditorDeath(killedAt: 1_000, end: nil, [])
        #expect(death.noticeNanoseconds(orElse: 9) == nil)
        #expect(death.endNanoseconds(orElse: 9) == nil)
        #expect(death.hasDocumentedStatus == nil)
    }
}
