import GateHost
import GateKit
import Testing

@testable import Gates

/// Calls are counted by phase and name, and the wanted one fails.
@Suite struct FaultCounterTests {
    private func call(
        _ name: String, isEntry: Bool = true, text: String = "", operation: UInt64 = 0,
        isLoaders: Bool = false
    ) -> TracedCall {
        TracedCall(
            thread: 1, name: name, isEntry: isEntry, text: Array(text.utf8), operation: operation,
            isLoaders: isLoaders)
    }

    private func event(_ name: String) -> TracedCall {
        call("write", text: #"{"n":3,"t_ns":17,"pid":9,"role":"editor","event":"\#(name)","#)
    }

    @Test("the so many-th call of its name in its phase fails, and no other")
    func fails() {
        let site = FaultCounter.Site(phase: .sweep, call: "openat")
        var counter = FaultCounter(
            .editorFirst, target: FaultCounter.Target(site: site, number: 2, error: "EMFILE"))
        let failed = [
            call("openat"), call("openat"), event("started"), call("openat"), call("read"),
            call("openat", isEntry: false), call("openat"), call("openat"),
        ].map { call -> Bool in
            if case .fail(_, isMade: false) = counter.take(call, mark: nil) { true } else { false }
        }
        #expect(failed == [false, false, false, false, false, false, true, false])
        #expect(counter.hasFailed)
        #expect(counter.counts[site] == 3)
    }

    @Test("what the loader calls is not counted, nor what comes after the life")
    func uncounted() {
        var counter = FaultCounter(.runtimeFirst)
        _ = counter.take(call("openat", isLoaders: true), mark: nil)
        _ = counter.take(call("openat"), mark: nil)
        _ = counter.take(call("openat"), mark: .over)
        #expect(counter.counts == [FaultCounter.Site(phase: .start, call: "openat"): 1])
        #expect(!counter.hasFailed)
    }

    @Test("a descriptor is closed although close reports an error")
    func made() {
        let site = FaultCounter.Site(phase: .start, call: "close")
        var counter = FaultCounter(
            .editorFirst, target: FaultCounter.Target(site: site, number: 1, error: "EIO"))
        guard case .fail(_, isMade: true) = counter.take(call("close"), mark: nil) else {
            Issue.record("not made")
            return
        }
    }

    @Test(
        "a call whose errors depend on what it is to do is named by that",
        arguments: [
            ("futex", 128, "futex-wait"), ("futex", 129, "futex-wake"),
            ("futex", 137, "futex-wait"),
            ("fcntl", 3, "fcntl-flags"), ("fcntl", 1030, "fcntl-duplicate"),
            ("fcntl", 1033, "fcntl-add-seals"), ("read", 3, "read"),
        ] as [(String, UInt64, String)])
    func names(name: String, operation: UInt64, expected: String) {
        #expect(FaultTable.name(of: call(name, operation: operation)) == expected)
    }

    @Test("a write to a counter is told from one of a line")
    func counters() {
        #expect(FaultTable.name(of: call("write", text: "\0\0\0\0\0\0\0\u{1}")) == "write-counter")
        #expect(FaultTable.name(of: event("ready")) == "write")
    }

    @Test("every error of the table has a number, and a call either fails or does not")
    func table() {
        let errors = FaultTable.errors.values.joined()
        #expect(errors.allSatisfy { ErrorNumbers.number(of: $0) != nil })
        #expect(FaultTable.unfailing.isDisjoint(with: FaultTable.errors.keys))
        #expect(FaultTable.made.isSubset(of: FaultTable.errors.keys))
        #expect(FaultTable.errors.values.allSatisfy { Set($0).count == $0.count && !$0.isEmpty })
    }
}
