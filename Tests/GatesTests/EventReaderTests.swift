import GateHost
import GateKit
import Testing
import WeldContract

@testable import Gates

@Suite("The judge's end of the events pipe")
struct EventReaderTests {
    private let now = MonotonicClock.now()

    private func line(_ number: Int, pid: Int = 5, _ name: String) -> String {
        #"{"n":\#(number),"t_ns":\#(now),"pid":\#(pid),"role":"editor","event":"\#(name)"}"# + "\n"
    }

    /// Writes text to the reader's pipe in chunks of a size.
    private func write(_ text: String, to reader: EventReader, chunk: Int) throws {
        let descriptor = try OwnedDescriptor.duplicating(reader.writeEnd)
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let piece = Array(rest.prefix(chunk))
            rest = rest.dropFirst(chunk)
            let written = unsafe try piece.withUnsafeBytes { unsafe try descriptor.write($0) }
            #expect(written == piece.count)
        }
    }

    @Test("Lines are put together from whatever pieces arrive", arguments: [1, 7, 4096])
    func pieces(chunk: Int) throws {
        let kept = KeptMessages()
        let reader = try EventReader(recorder: kept.recorder)
        try write(line(1, "heartbeat-acked") + line(2, "send-blocked"), to: reader, chunk: chunk)
        reader.drain()
        #expect(reader.events.map(\.name) == ["heartbeat-acked", "send-blocked"])
        #expect(kept.faults.isEmpty)
    }

    @Test(
        "A wait ends when nobody is left to send what it waits for",
        arguments: [false, true])
    func nobodyLeft(speaksFirst: Bool) throws {
        let kept = KeptMessages()
        let reader = try EventReader(recorder: kept.recorder)
        if speaksFirst { try write(line(1, "heartbeat-acked"), to: reader, chunk: 4096) }
        #expect(reader.wait(until: .never) { $0.name == "send-blocked" } == nil)
        #expect(reader.isOver)
        #expect(reader.events.count == (speaksFirst ? 1 : 0))
        // Who is started next can write again.
        try write(line(speaksFirst ? 2 : 1, "send-blocked"), to: reader, chunk: 4096)
        #expect(reader.wait(until: .never) { $0.name == "send-blocked" } != nil)
    }

    @Test("A gap in the numbers of one process is a breach, two processes count for themselves")
    func gaps() throws {
        let kept = KeptMessages()
        let reader = try EventReader(recorder: kept.recorder)
        try write(
            line(1, pid: 5, "a") + line(1, pid: 6, "b") + line(2, pid: 5, "c")
                + line(4, pid: 6, "d"),
            to: reader, chunk: 4096)
        reader.drain()
        #expect(reader.events.count == 4)
        #expect(
            kept.violations == [
                Violation(
                    .breach,
                    "the events of editor 6 are numbered wrongly: number 4 came where 2 was due")
            ])
        #expect(kept.faults.isEmpty)
    }

    private func exiting(_ number: Int, code: Int, events: Int?) -> String {
        let count = events.map { ",\"events\":\($0)" } ?? ""
        return
            #"{"n":\#(number),"t_ns":\#(now),"pid":5,"role":"editor","event":"exiting","code":\#(code)"#
            + count + "}\n"
    }

    @Test(
        "A last event that counts other lines than came is a breach, one that does not count is none",
        arguments: [(2, 0), (3, 1), (1, 1), (nil, 0)] as [(Int?, Int)])
    func lostBeforeTheEnd(events: Int?, breaches: Int) throws {
        let kept = KeptMessages()
        let reader = try EventReader(recorder: kept.recorder)
        // Numbers without a gap: a writer that counts only what was taken hides its losses.
        try write(line(1, "ready-x") + exiting(2, code: 0, events: events), to: reader, chunk: 4096)
        reader.drain()
        #expect(kept.violations.count == breaches)
        #expect(kept.faults.isEmpty)
    }

    @Test("An end without the last event is a breach; with another code it is a lie")
    func ends() throws {
        func end(_ text: String, _ status: ProcessStatus) throws -> (broken: Int, wrong: Int) {
            let kept = KeptMessages()
            let reader = try EventReader(recorder: kept.recorder)
            try write(text, to: reader, chunk: 4096)
            reader.compareEnd(of: 5, .editor, status)
            #expect(kept.faults.isEmpty)
            let kinds = kept.violations.map(\.kind)
            return (kinds.count { $0 == .breach }, kinds.count { $0 == .misbehaviour })
        }
        let said = exiting(1, code: 15, events: 1)
        #expect(try end(said, .exited(code: 15)) == (0, 0))
        #expect(try end(said, .exited(code: 0)) == (0, 1))
        #expect(try end(line(1, "x"), .exited(code: 0)) == (1, 0))
        #expect(try end("", .exited(code: 0)) == (1, 0))
        #expect(try end("", .exited(code: 10)) == (0, 0))
        #expect(try end(line(1, "x"), .exited(code: 16)) == (0, 0))
        #expect(try end(line(1, "x"), .exited(code: 1)) == (0, 0))
        #expect(try end(line(1, "x"), .signalled(number: 9, coreDumped: false)) == (0, 0))
        #expect(try end(line(1, "x"), .running) == (0, 0))
    }

    @Test("A line that is no event is a breach and the next one is read all the same")
    func garbage() throws {
        let kept = KeptMessages()
        let reader = try EventReader(recorder: kept.recorder)
        try write("not json\n" + line(1, "send-blocked"), to: reader, chunk: 4096)
        #expect(reader.wait(until: .immediately, named: .sendBlocked) != nil)
        #expect(
            kept.violations == [
                Violation(
                    .breach,
                    "the contract is broken: a line of the events is no flat JSON object: '{' was "
                        + "expected at byte 0; the line is \"not json\"")
            ])
    }

    @Test("The last number that there is ends nothing")
    func lastNumber() throws {
        let kept = KeptMessages()
        let reader = try EventReader(recorder: kept.recorder)
        let last = line(1, "send-blocked").replacing(
            "1,", with: "18446744073709551615,", maxReplacements: 1)
        try write(last + line(0, "send-blocked"), to: reader, chunk: 4096)
        reader.drain()
        #expect(reader.events.count == 2)
        #expect(kept.violations.count == 1)
        #expect(kept.faults.isEmpty)
    }

    @Test("Waiting for what never comes ends at the deadline")
    func never() throws {
        let reader = try EventReader(recorder: KeptMessages().recorder)
        #expect(reader.wait(until: .after(.milliseconds(1)), named: .ready) == nil)
    }

    @Test("A sabotage that nobody asked for is a breach, one that was is counted")
    func sabotage() throws {
        var plan = AttemptPlan(
            procedure: "p", gates: [.g1], profile: .smoke, replicate: 0, seed: 1,
            scratchDirectory: "/s", editorPath: "/e", runtimePath: "/r", deadlineSeconds: 1)
        let announcement =
            #"{"n":1,"t_ns":\#(now),"pid":5,"role":"runtime","event":"sabotage","name":"echo-delay","value":"2000000ns"}"#
        let real = KeptMessages()
        let reader = try EventReader(recorder: real.recorder)
        try write(announcement + "\n", to: reader, chunk: 4096)
        reader.confirmSabotage(plan, recorder: real.recorder)
        #expect(
            real.violations == [
                Violation(.breach, "the runtime of a real attempt announced a sabotage")
            ])

        plan.controls = [Control(.echoDelay, for: .milliseconds(2))]
        let control = KeptMessages()
        reader.confirmSabotage(plan, recorder: control.recorder)
        #expect(control.values(Control.announcementMetric) == [1])
        #expect(control.faults.isEmpty)
    }
}
