// Unsafe code: a byte is handed to a pipe by address.

import GateHost
import GateKit
import Testing
import WeldContract

@testable import Gates

@Suite("Stubs that never stop to report")
struct HostileFloodTests {
    /// Writes on a thread of its own until the owner asks it to end.
    private final class Flood {
        private let stop: PipeEnds
        private var thread: OSThread?

        init(_ number: Int32, _ text: @escaping @Sendable (UInt64) -> String) throws {
            let pipe = try PipeEnds()
            let end = try pipe.readEnd.duplicate()
            stop = consume pipe
            let target = try OwnedDescriptor.duplicating(number)
            try target.setNonBlocking()
            let source = SharedDescriptor(adopting: target)
            let asked = SharedDescriptor(adopting: end)
            thread = try OSThread.start(named: "flood") {
                var line: UInt64 = 1
                while (try? Poll.wait(asked.rawValue, for: .readable, until: .immediately))?
                    .isEmpty == true
                {
                    let chunk = (0..<50).map { text(line + $0) }.joined()
                    line += 50
                    _ = try? Poll.wait(
                        source.rawValue, for: .writable, until: .after(.milliseconds(20)))
                    guard let writer = try? Writer(source.rawValue) else { return }
                    try? writer.tryWrite(Array(chunk.utf8))
                }
            }
        }

        deinit {
            let bytes: [UInt8] = [1]
            _ = unsafe bytes.withUnsafeBytes { unsafe try? stop.writeEnd.write($0) }
            thread.take()?.join()
        }
    }

    @Test(
        "A wait ends at its deadline however much comes, and it is a breach",
        arguments: ["right", "garbage", "endless"])
    func flood(kind: String) throws {
        let kept = KeptMessages()
        let reader = try EventReader(recorder: kept.recorder)
        let flood = try Flood(reader.writeEnd) { number in
            switch kind {
            case "right":
                "{\"n\":\(number),\"t_ns\":\(MonotonicClock.now()),\"pid\":5,\"role\":\"runtime\","
                    + "\"event\":\"send-blocked\"}\n"
            case "garbage": "garbage\n"
            default: String(repeating: "a", count: 1000)
            }
        }
        // That it comes back at all: the flood never ends.
        #expect(reader.wait(until: .after(.milliseconds(300)), named: .ready) == nil)
        withExtendedLifetime(flood) {}
        // What was right came too fast for the pipe, or is only much.
        if kind != "right" { #expect(kept.violations.map(\.kind) == [.breach]) }
        #expect(kept.violations.allSatisfy { $0.kind == .breach })
    }

    @Test("A fuzzed stub reports as much as it likes, but not of one connection")
    func connections() throws {
        let kept = KeptMessages()
        let events = try FuzzEvents(recorder: kept.recorder, limit: 1 << 20)
        let writer = try Writer(events.writeEnd)
        var number = 0
        func report(_ connection: Int, lines: Int) throws {
            for line in 0..<lines {
                number += 1
                let event =
                    line == 0
                    ? "\"connected\",\"connection\":\(connection),\"peer\":7"
                    : "\"send-blocked\",\"x\":\"\(String(repeating: "a", count: 3_000))\""
                try writer.write(
                    Array(
                        ("{\"n\":\(number),\"t_ns\":\(MonotonicClock.now()),\"pid\":5,"
                            + "\"role\":\"runtime\",\"event\":\(event)}\n").utf8)
                ) { events.drain() }
            }
        }
        for connection in 1...4 { try report(connection, lines: 300) }
        #expect(kept.violations == [] && kept.faults.isEmpty)
        try report(5, lines: 400)
        #expect(
            kept.violations == [
                Violation(
                    .breach, "the stub reported more than 1 MiB of events of one connection")
            ])
    }

    @Test("An attempt keeps so many bytes of events, and then says that more came")
    func limit() {
        let kept = KeptMessages()
        let recorder = kept.recorder
        let fields = String(repeating: "x", count: 8 << 20)
        let event = StubEvent(
            number: 1, time: 1, pid: 1, role: "editor", name: "x", fields: fields)
        let taken = (0..<20).map { _ in recorder.event(event) }
        #expect(taken == (0..<20).map { $0 < 15 })
        #expect(
            kept.violations == [
                Violation(.breach, "the stubs reported more than 128 MiB of events")
            ])
    }
}
