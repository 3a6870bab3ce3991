// Unsafe code: bytes are handed to a pipe by address.

import GateHost
import GateKit
import Testing
import WeldContract

@testable import Gates

/// What a stub can write to its events that no stub may write (contract.md#events).
@Suite("Lines of the events that cannot be")
struct HostileLineTests {
    /// A line, and a part of what is said of it.
    struct Line: CustomTestStringConvertible {
        let name: String
        let said: String
        private let make: @Sendable () -> [UInt8]
        var testDescription: String { name }

        /// Made when it is asked for: under a sanitizer the tests take minutes, and a line that is
        /// older than one is refused for its time.
        var bytes: [UInt8] { make() }

        init(_ name: String, _ text: @autoclosure @escaping @Sendable () -> String, _ said: String)
        {
            (self.name, self.said) = (name, said)
            make = { Array(text().utf8) }
        }

        init(
            _ name: String, _ bytes: @autoclosure @escaping @Sendable () -> [UInt8], _ said: String
        ) {
            (self.name, self.said) = (name, said)
            make = bytes
        }
    }

    private static var now: UInt64 { MonotonicClock.now() }

    private static func line(
        n: String = "1", time: String = "\(now)", pid: String = "5", role: String = "\"editor\"",
        name: String = "\"heartbeat-acked\"", _ more: String = ""
    ) -> String {
        "{\"n\":\(n),\"t_ns\":\(time),\"pid\":\(pid),\"role\":\(role),\"event\":\(name)\(more)}"
    }

    private static let long = String(repeating: "9", count: 300)

    static let lines = [
        Line("nothing", "", "no flat JSON object"),
        Line("text", "hello", "no flat JSON object"),
        Line("a list", "[1,2]", "no flat JSON object"),
        Line("half of one", "{\"n\":1,\"t_ns\":", "no flat JSON object"),
        Line("two on a line", line() + line(n: "2"), "no flat JSON object"),
        Line("nested deeply", String(repeating: "[", count: 4000), "no flat JSON object"),
        Line(
            "objects nested deeply", String(repeating: "{\"a\":", count: 800),
            "no flat JSON object"),
        Line("a list in it", line(",\"x\":[1]"), "no flat JSON object"),
        Line("nothing in it", line(",\"x\":null"), "no flat JSON object"),
        Line("no UTF-8", Array("{\"n\":1,\"event\":\"".utf8) + [0xFF, 0xFE, 0x22, 0x7D], "UTF-8"),
        Line("a NUL", Array("{\"n\":1,".utf8) + [0] + Array("}".utf8), "no flat JSON object"),
        Line("only NULs", [UInt8](repeating: 0, count: 4000), "no flat JSON object"),
        Line("half a pair", line(",\"x\":\"\\ud800\""), "second half of a pair"),
        Line("the other half", line(",\"x\":\"\\udc00\""), "a character"),
        Line("no number", line(n: "NaN"), "no flat JSON object"),
        Line("infinity", line(n: "Infinity"), "no flat JSON object"),
        Line("a fraction", line(n: "1.5"), "no flat JSON object"),
        Line("an exponent", line(n: "1e9"), "no flat JSON object"),
        Line("300 digits", line(n: long), "at most 64 bits"),
        Line("300 digits below zero", line(n: "-" + long), "at most 64 bits"),
        Line("number 0", line(n: "0"), "number 0 came where 1 was due"),
        Line("number -1", line(n: "-1"), "whole number of 64 bits"),
        Line("number 2", line(n: "2"), "number 2 came where 1 was due"),
        Line(
            "the last number", line(n: "18446744073709551615"),
            "number 18446744073709551615 came where 1 was due"),
        Line("a number of text", line(n: "\"1\""), "whole number of 64 bits"),
        Line(
            "without a number", "{\"t_ns\":1,\"pid\":5,\"role\":\"editor\",\"event\":\"x\"}", "'n'"),
        Line("without a time", "{\"n\":1,\"pid\":5,\"role\":\"editor\",\"event\":\"x\"}", "'t_ns'"),
        Line("without a pid", "{\"n\":1,\"t_ns\":5,\"role\":\"editor\",\"event\":\"x\"}", "'pid'"),
        Line("without a role", "{\"n\":1,\"t_ns\":5,\"pid\":5,\"event\":\"x\"}", "'role'"),
        Line("without a name", "{\"n\":1,\"t_ns\":5,\"pid\":5,\"role\":\"editor\"}", "'event'"),
        Line("time 0", line(time: "0"), "its t_ns is 0"),
        Line("time -1", line(time: "-1"), "whole number of 64 bits"),
        Line("an hour ago", line(time: "\(now - min(now, 3_600_000_000_000))"), "its t_ns is"),
        Line("in an hour", line(time: "\(now + 3_600_000_000_000)"), "its t_ns is"),
        Line("the last time", line(time: "18446744073709551615"), "its t_ns is"),
        Line("half of the last time", line(time: "9223372036854775808"), "its t_ns is"),
        Line("pid 0", line(pid: "0"), "its pid is 0"),
        Line("pid -1", line(pid: "-1"), "its pid is -1"),
        Line("the least pid", line(pid: "-2147483648"), "its pid is -2147483648"),
        Line("a pid of 33 bits", line(pid: "4294967296"), "whole number of 32 bits"),
        Line("an unknown role", line(role: "\"judge\""), "unknown value judge"),
        Line("the judge's role", line(role: "\"observer\""), "in the name of the judge's observer"),
        Line(
            "a code that there is not", line(name: "\"exiting\"", ",\"code\":99"),
            "unknown value 99"),
        Line(
            "more lines than came", line(name: "\"exiting\"", ",\"code\":0,\"events\":7"),
            "it wrote 7, and 1 came"),
        Line(
            "a count of lines that ends all counts",
            line(name: "\"exiting\"", ",\"code\":0,\"events\":18446744073709551615"),
            "it wrote 18446744073709551615"),
        Line("a field too few", line(name: "\"ready\""), "no field 'epoch'"),
        Line("a field of text", line(name: "\"ready\"", ",\"epoch\":\"x\""), "no whole number"),
        Line(
            "an epoch of 33 bits", line(name: "\"ready\"", ",\"epoch\":4294967296"),
            "no whole number of 32 bits"),
        Line(
            "a count below zero", line(name: "\"counts\"", ",\"connection\":1,\"sent.Echo\":-1"),
            "no count"),
        Line(
            "a size beyond 63 bits",
            line(
                name: "\"handover\"",
                ",\"name\":\"v\",\"size\":9223372036854775808,\"dev\":1,\"ino\":1"),
            "no whole number of 64 bits"),
        Line(
            "4096 bytes", line(",\"x\":\"" + String(repeating: "a", count: 4096)),
            "longer than 4096"),
        Line("4 MiB", [UInt8](repeating: 0x61, count: 4 << 20), "longer than 4096"),
    ]

    @Test("Each is the stub's violation, told once, and the next line is read", arguments: lines)
    func told(line: Line) throws {
        let kept = KeptMessages()
        let reader = try EventReader(recorder: kept.recorder)
        try Writer(reader.writeEnd).write(line.bytes + [0x0A], draining: reader)
        let next = Self.line(n: "1", pid: "6", name: "\"send-blocked\"")
        try Writer(reader.writeEnd).write(Array(next.utf8) + [0x0A], draining: reader)
        #expect(reader.wait(until: .immediately, named: .sendBlocked) != nil)
        #expect(kept.violations.count == 1)
        let violation = try #require(kept.violations.first)
        #expect(violation.kind == .breach)
        #expect(violation.text.contains(line.said), "\(violation.text)")
        #expect(violation.span == nil)
        #expect(kept.faults.isEmpty)
    }

    @Test("The same goes for the events of a stub under fuzz", arguments: lines)
    func fuzzed(line: Line) throws {
        let kept = KeptMessages()
        let events = try FuzzEvents(recorder: kept.recorder)
        let next = Self.line(
            n: "1", pid: "6", name: "\"memory\"",
            ",\"heap_in_use\":18446744073709551615,\"heap_mapped\":1,\"resident\":1")
        try Writer(events.writeEnd).write(line.bytes + [0x0A] + Array(next.utf8) + [0x0A]) {
            events.drain()
        }
        #expect(events.memory?.heap == .max)
        #expect(kept.violations.map(\.kind) == [.breach])
        #expect(kept.faults.isEmpty)
    }

    @Test("What cannot be is not handed to whoever computes with it")
    func dropped() throws {
        let reader = try EventReader(recorder: KeptMessages().recorder)
        for line in [Self.line(time: "18446744073709551615"), Self.line(pid: "-1")] {
            try Writer(reader.writeEnd).write(Array(line.utf8) + [0x0A], draining: reader)
        }
        #expect(reader.events.isEmpty)
    }

    @Test("An event that this contract does not have is none, with whatever name it has")
    func unknown() throws {
        let kept = KeptMessages()
        let reader = try EventReader(recorder: kept.recorder)
        let name = "\"\\u0000\\u001b[2J\\u202e\""
        try Writer(reader.writeEnd).write(
            Array(Self.line(name: name, ",\"a\":1,\"a\":2").utf8) + [0x0A], draining: reader)
        #expect(reader.events.count == 1)
        #expect(kept.violations.isEmpty)
    }
}

/// Writes as a stub does, as fast as the pipe takes it.
struct Writer: ~Copyable {
    private let descriptor: OwnedDescriptor

    init(_ number: Int32) throws {
        let own = try OwnedDescriptor.duplicating(number)
        try own.setNonBlocking()
        descriptor = own
    }

    /// Writes everything; what has no room waits until some was read.
    borrowing func write(_ bytes: [UInt8], _ drain: () -> Void) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe try rest.withUnsafeBytes { unsafe try descriptor.write($0) }
            rest = rest.dropFirst(count ?? 0)
            if count == nil { drain() }
        }
        drain()
    }

    /// Writes what the pipe takes at once, as a stub does.
    borrowing func tryWrite(_ bytes: [UInt8]) throws {
        _ = unsafe try bytes.withUnsafeBytes { unsafe try descriptor.write($0) }
    }

    borrowing func write(_ bytes: [UInt8], draining reader: EventReader) throws {
        try write(bytes) { reader.drain() }
    }
}
