import Testing

@testable import WeldContract

@Suite("Reading events")
struct EventRecordTests {
    static let events: [Event] = [
        .started(engine: "0.1.0", build: "release"), .sabotage(name: "freeze", value: "1ns"),
        .hold(phase: "idle"), .connected(connection: .max, peer: -1),
        .hello(protocolVersion: .max, engine: "e", build: "b", capabilities: 3),
        .ack(accepted: false, reason: "no"),
        .handover(name: "viewport", size: .max, device: 1, inode: .max), .ready(epoch: 1),
        .peerGone(how: PeerAnswer.reset.rawValue, detail: "d"),
        .wireError(name: "invalidMagic", cause: "c"),
        .counts(
            connection: 1, sent: [NamedCount("Echo", 5)],
            received: [NamedCount("EchoReply", 4), NamedCount("Heartbeat", .max)]),
        .memory(heapInUse: 1, heapMapped: 2, resident: .max), .exiting(.peerDiedTwice),
        .exiting(.clean, events: .max),
        .swept(path: "/a\"b"), .listening(path: "/s"), .spawned(child: 7),
        .reaped(child: 7, status: "exited(0)"), .heartbeatAcked,
        .heartbeatMissed(silentNanoseconds: 3), .paused(nanoseconds: 4), .restarting(deaths: 1),
        .restarted(epoch: 2), .roundChecked(replies: 4), .wrongReply(type: "Echo", sequence: 9),
        .leftOpen(type: "ModifyAck", sequence: 4, success: true),
        .logged(level: 2, text: "\u{1F600}\n"),
        .frameRead(id: 1, witness: 2, ageNanoseconds: 3, marks: .torn, epoch: 4),
        .frameRead(id: 1, witness: 0, ageNanoseconds: 3, marks: .unmarked, epoch: 0),
        .frameRead(id: 1, witness: 2, ageNanoseconds: nil, marks: .whole, epoch: 4),
        .stopping(reason: "asked"), .forced(signal: 9, child: 7), .sendBlocked,
        .framePublished(id: 1, doneNanoseconds: 2, epoch: 3),
        .lab(.step(step: 1, name: LabStep.batch8.rawValue)),
        .lab(.sent(step: 1, sequence: 2, index: 3, kind: "pipe", device: 4, inode: 5)),
        .lab(
            .received(
                sequence: 1, index: 2, kind: "memfd", device: 3, inode: 4, closeOnExec: true,
                written: 64)),
        .lab(.readBack(step: 1, index: 2, kind: "pipe", expected: "aa", actual: "ab")),
        .lab(.liveness(step: 1, index: 2, endOfFile: true)),
        .lab(.refused(step: 1, count: 254, error: "e", openBefore: 9, openAfter: 9)),
        .lab(.answered(step: 1, how: PeerAnswer.echoReply.rawValue)),
        .lab(.truncateRefused(code: 1)), .lab(.truncateAllowed),
        .lab(.file(step: 1, path: "/p", expected: "aa")), .lab(.done(steps: 17)),
        .window(
            .display(
                WindowDisplay(
                    driver: "llvmpipe", device: "d", api: "1.3", validation: nil,
                    presentMode: "mailbox", upload: "import", blit: "copy", format: "f", images: 3,
                    hasFeedback: true))),
        .window(.window(width: 1280, height: 720)),
        .window(
            .framePresented(
                id: 1, witness: 2, ageNanoseconds: 3, marks: .unmarked, epoch: 4, readBackSlot: 5)),
        .window(
            .framePresented(
                id: 1, witness: nil, ageNanoseconds: nil, marks: .torn, epoch: 4,
                readBackSlot: nil)),
        .window(.validationMessage(severity: "error", id: "VUID", text: "t")),
        .window(.displayEnded([NamedCount("presented", 5), NamedCount("supply_ns", 6)])),
        .observer(
            .compositorReady(
                socket: "/w", width: 1, height: 2, format: "xrgb8888", captureVersion: 3)),
        .observer(.pace(frames: 62, spanNanoseconds: 5)),
        .observer(
            .composited(
                capture: 1, shownNanoseconds: 2, frame: 3, torn: false, unreadable: 4, foreign: 5,
                backwards: true, pixelRows: 6, wrongPixels: nil)),
        .observer(.stale(shownNanoseconds: 1, frame: nil)), .observer(.stopped(captures: 5)),
        .observer(.observed(captures: 1, torn: 2, stale: 3, failed: 4)),
        .observer(.kept(name: "n", path: "/p", frame: 1, shownForNanoseconds: nil)),
        .observer(.notKept(path: "/p")), .observer(.failed(reason: "r")),
        .observer(.painted(frame: .max, doneNanoseconds: 2)),
    ]

    @Test("every event is read as it was spelled", arguments: events)
    func roundTrip(event: Event) throws {
        var line = EventLine()
        line.spell(event, number: .max, time: .max, pid: .min, role: .observer)
        let record = try EventRecord(line: line.bytes.dropLast())
        #expect(record.event == event)
        #expect(record.kind?.rawValue == record.name)
        #expect(record.number == .max && record.time == .max && record.pid == .min)
        #expect(record.role == .observer)
        #expect(EventRecord(event, number: .max, time: .max, pid: .min, role: .observer) == record)
    }

    @Test("every name is tried")
    func complete() {
        #expect(Set(Self.events.map(\.name)) == Set(EventName.allCases))
    }

    @Test("what is stored is the fields as they were written, without what every line has")
    func fields() throws {
        let line =
            #"{"n":7,"t_ns":9,"pid":4,"role":"runtime","event":"x","a":-1, "b" : "\u00e4\"","c":true}"#
        let record = try EventRecord(line: line.utf8)
        #expect(record.event == nil && record.kind == nil && record.name == "x")
        #expect(record.fields == #"{"a":-1,"b" : "\u00e4\"","c":true}"#)
    }

    @Test("the order of what every line has is free, and what is unknown is passed over")
    func order() throws {
        let line = #"{"event":"ready","epoch":3,"role":"editor","more":"x","pid":4,"t_ns":9,"n":7}"#
        #expect(try EventRecord(line: line.utf8).event == .ready(epoch: 3))
    }

    @Test("escapes of JSON are read, pairs of surrogates too")
    func escapes() throws {
        let line =
            #"{"n":1,"t_ns":1,"pid":1,"role":"editor","event":"stopping","reason":"\/\b\f\n\r\t\\\"\u00e4\ud83d\ude00"}"#
        #expect(
            try EventRecord(line: line.utf8).event
                == .stopping(reason: "/\u{8}\u{C}\n\r\t\\\"ä😀"))
    }

    @Test(
        "anything else breaks the contract",
        arguments: [
            "", "{", "{}", "[]", "hello", #"{"n":1}"#, "{\"n\":1,}",
            #"{"n":1,"t_ns":2,"pid":3,"role":"runtime"}"#,
            #"{"n":-1,"t_ns":2,"pid":3,"role":"runtime","event":"x"}"#,
            #"{"n":18446744073709551616,"t_ns":2,"pid":3,"role":"runtime","event":"x"}"#,
            #"{"n":1,"t_ns":2,"pid":2147483648,"role":"runtime","event":"x"}"#,
            #"{"n":1,"t_ns":2,"pid":3,"role":"witness","event":"x"}"#,
            #"{"n":1,"t_ns":2,"pid":3,"role":"runtime","event":"x","list":[1]}"#,
            #"{"n":1,"t_ns":2,"pid":3,"role":"runtime","event":"x","a":1.5}"#,
            #"{"n":1,"t_ns":2,"pid":3,"role":"runtime","event":"x","a":01}"#,
            #"{"n":1,"t_ns":2,"pid":3,"role":"runtime","event":"x","a":NaN}"#,
            #"{"n":1,"t_ns":2,"pid":3,"role":"runtime","event":"x","a":null}"#,
            #"{"n":1,"t_ns":2,"pid":3,"role":"runtime","event":"x","a":"\x"}"#,
            #"{"n":1,"t_ns":2,"pid":3,"role":"runtime","event":"x","a":"\ud800"}"#,
            #"{"n":1,"t_ns":2,"pid":3,"role":"runtime","event":"x","a":"\u12"#,
            #"{"n":1,"t_ns":2,"pid":3,"role":"runtime","event":"x"} x"#,
            "{\"n\":1,\"t_ns\":2,\"pid\":3,\"role\":\"runtime\",\"event\":\"a\nb\"}",
        ])
    func malformed(text: String) {
        #expect(throws: ContractBreach.self) { try EventRecord(line: text.utf8) }
    }

    @Test("a text that is no UTF-8, or 300 digits, breaks the contract and ends nobody")
    func hostile() {
        let start = Array(#"{"n":1,"t_ns":2,"pid":3,"role":"runtime","event":"x","a":"#.utf8)
        let quote = UInt8(ascii: "\"")
        let brace = UInt8(ascii: "}")
        #expect(throws: ContractBreach.self) {
            try EventRecord(line: start + [quote, 0xC3, 0x28, quote, brace])
        }
        #expect(throws: ContractBreach.self) {
            try EventRecord(line: start + [UInt8](repeating: 0x39, count: 300) + [brace])
        }
    }

    @Test("a breach names the event and the field")
    func named() {
        let head = #"{"n":1,"t_ns":2,"pid":3,"role":"editor","event":"#
        let cases = [
            (#""ready"}"#, "the event 'ready' has no field 'epoch'"),
            (
                #""ready","epoch":"1"}"#,
                "the field 'epoch' of the event 'ready' is no whole number of 32 bits"
            ),
            (
                #""ready","epoch":-1}"#,
                "the field 'epoch' of the event 'ready' is no whole number of 32 bits"
            ),
            (#""hold","phase":1}"#, "the field 'phase' of the event 'hold' is no text"),
            (
                #""exiting","code":7}"#,
                "the field 'code' of the event 'exiting' has the unknown value 7"
            ),
        ]
        for (rest, sentence) in cases {
            do throws(ContractBreach) {
                _ = try EventRecord(line: (head + rest).utf8)
                Issue.record("no breach of \(rest)")
            } catch {
                #expect(error.description == sentence)
            }
        }
    }

    @Test("whatever is cut out of a line ends nobody")
    func pieces() {
        var line = EventLine()
        line.spell(Self.events[10], number: 1, time: 2, pid: 3, role: .editor)
        let bytes = Array(line.bytes.dropLast())
        for start in 0..<bytes.count {
            for length in [1, 2, 7] {
                var rest = bytes
                rest.removeSubrange(start..<min(bytes.count, start + length))
                _ = try? EventRecord(line: rest)
                rest.insert(UInt8(ascii: "\\"), at: start)
                _ = try? EventRecord(line: rest)
            }
        }
    }
}

@Suite("What a program offers to a judge")
struct ContractOfferTests {
    @Test("What stands in a foreign answer is spelled so that it is read again")
    func escapes() throws {
        let offer = ContractOffer(
            version: 1, role: .editor,
            sabotages: [#"a\b"#, #""quoted""#, "tab\there", "\u{1}\u{7F}é"])
        #expect(try ContractOffer(offer.text) == offer)
    }

    @Test("an offer is read as it was spelled", arguments: [ProcessRole.editor, .runtime])
    func roundTrip(role: ProcessRole) throws {
        let offer = ContractOffer.own(role)
        #expect(try ContractOffer(offer.text) == offer)
        #expect(offer.sabotages.contains(SabotageName.acceptBadMagic.rawValue))
    }

    @Test("a program without sabotages offers none")
    func empty() throws {
        let offer = try ContractOffer(#"{"contract":1,"role":"editor","sabotages":""}"#)
        #expect(offer.sabotages.isEmpty)
    }

    @Test(
        "anything else is no offer",
        arguments: [
            "", "weld-editor 0.1.0", #"{"contract":1}"#,
            #"{"contract":1,"role":"x","sabotages":""}"#,
        ])
    func malformed(text: String) {
        #expect(throws: ContractBreach.self) { try ContractOffer(text) }
    }
}
