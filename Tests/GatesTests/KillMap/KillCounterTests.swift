import GateHost
import GateKit
import Testing

@testable import Gates

/// Calls are counted by phase, and the wanted one is found.
@Suite struct KillCounterTests {
    private func call(
        _ name: String = "read", thread: Int32 = 1, isEntry: Bool = true, text: String = ""
    ) -> TracedCall {
        TracedCall(thread: thread, name: name, isEntry: isEntry, text: Array(text.utf8))
    }

    private func event(_ name: String) -> TracedCall {
        call("write", text: #"{"n":3,"t_ns":17,"pid":9,"role":"editor","event":"\#(name)","#)
    }

    private func isKill(_ decision: TraceDecision) -> Bool {
        if case .kill = decision { true } else { false }
    }

    @Test("a phase begins with the event that the stub writes, which is its first call")
    func phases() {
        var counter = KillCounter(.editorFirst)
        for call in [
            call(), call(), event("started"), call(), event("listening"), event("spawned"),
            event("ack"), event("ready"), call(), call(),
        ] {
            #expect(!isKill(counter.take(call, mark: nil)))
        }
        #expect(
            counter.counts == [.start: 2, .sweep: 2, .handshake: 2, .handOver: 1, .publish: 3])
    }

    @Test("what the judge says begins a phase too, and the life goes only on")
    func marks() {
        var counter = KillCounter(.runtimeFirst)
        _ = counter.take(event("ready"), mark: nil)
        _ = counter.take(call(), mark: .phase(.heartbeat))
        _ = counter.take(event("started"), mark: .phase(.heartbeat))
        _ = counter.take(call(), mark: .over)
        _ = counter.take(event("ack"), mark: .over)
        #expect(counter.counts == [.publish: 1, .heartbeat: 2])
    }

    @Test("nothing is counted before the judge says so where a life begins later")
    func later() {
        var counter = KillCounter(.runtimeOrphaned, target: KillPoint(.runtime, .sweep, 1))
        #expect(!isKill(counter.take(event("started"), mark: nil)))
        #expect(!isKill(counter.take(call(), mark: nil)))
        #expect(isKill(counter.take(call(), mark: .phase(.sweep))))
    }

    @Test("before its call is at the call; after it waits for the same thread's return")
    func sides() {
        var before = KillCounter(.editorFirst, target: KillPoint(.editor, .start, 2, .entry))
        #expect(!isKill(before.take(call(), mark: nil)))
        #expect(!isKill(before.take(call(isEntry: false), mark: nil)))
        #expect(isKill(before.take(call(), mark: nil)))

        var after = KillCounter(.editorFirst, target: KillPoint(.editor, .start, 2, .exit))
        for call in [
            call(), call(isEntry: false), call(thread: 2), call(thread: 1),
            call(thread: 1, isEntry: false),
        ] {
            #expect(!isKill(after.take(call, mark: nil)))
        }
        #expect(isKill(after.take(call(thread: 2, isEntry: false), mark: nil)))
    }

    @Test("a call that returns when the life is over is no point any more")
    func over() {
        var counter = KillCounter(.editorFirst, target: KillPoint(.editor, .start, 1, .exit))
        #expect(!isKill(counter.take(call(), mark: nil)))
        #expect(!isKill(counter.take(call(isEntry: false), mark: .over)))
    }

    @Test("a call that never returns is met before it", arguments: ["exit", "exit_group"])
    func last(name: String) {
        var counter = KillCounter(.editorFirst, target: KillPoint(.editor, .start, 1, .exit))
        #expect(isKill(counter.take(call(name), mark: nil)))
    }

    @Test(
        "only a line of an event is one",
        arguments: [
            "", "hello", #"{"n":1,"t_ns":2}"#, #"{"n":1,"event":"no-such-thing"}"#,
            #"x{"n":1,"event":"ready"}"#,
        ])
    func noEvent(text: String) {
        #expect(LifeClock.event(in: Array(text.utf8)) == nil)
    }

    @Test("every phase of both stubs has a life in which it comes")
    func lives() {
        for subject in SubjectRole.allCases {
            for phase in KillPhase.allCases {
                let life = KillLife(subject, phase)
                #expect(life.subject == subject)
                #expect(life.phases.contains(phase), "\(subject) \(phase)")
            }
        }
    }
}
