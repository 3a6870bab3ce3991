import GateHost
import Testing
import WeldContract

@testable import Gates

@Suite("What a user does to the window")
struct WindowGestureTests {
    // MARK: - The compositor's protocol

    /// A whole message with a kind and a length below 256, on a machine of either order.
    private static func message(_ kind: UInt8, _ payload: String) -> [UInt8] {
        func bytes(_ number: UInt8) -> [UInt8] {
            UInt32(1).littleEndian == 1 ? [number, 0, 0, 0] : [0, 0, 0, number]
        }
        return Array("i3-ipc".utf8) + bytes(UInt8(payload.utf8.count)) + bytes(kind)
            + Array(payload.utf8)
    }

    @Test("A command is six letters, its length, its kind and its text")
    func question() {
        let message = SwayMessage(kind: SwayMessage.Kind.runCommand, payload: Array("kill".utf8))
        #expect(message.bytes == Self.message(0, "kill"))
    }

    @Test("An answer is taken once it is whole, however it falls into pieces")
    func pieces() throws {
        let whole = Self.message(0, "[]") + Self.message(4, "{}")
        var received: [UInt8] = []
        var taken: [SwayMessage] = []
        for byte in whole {
            received.append(byte)
            if let message = try SwayMessage.take(from: &received) { taken.append(message) }
        }
        #expect(
            taken == [
                SwayMessage(kind: 0, payload: Array("[]".utf8)),
                SwayMessage(kind: 4, payload: Array("{}".utf8)),
            ])
        #expect(received.isEmpty)
    }

    @Test("Another protocol, or a length that no answer has, is a fault of the judge's side")
    func foreign() {
        var other = Array("HTTP/1.1 400 Bad Request".utf8)
        #expect(throws: ViewportFault.self) { try SwayMessage.take(from: &other) }
        var long = Self.message(0, "")
        long.replaceSubrange(6..<10, with: [255, 255, 255, 255])
        #expect(throws: ViewportFault.self) { try SwayMessage.take(from: &long) }
    }

    @Test(
        "The first command that was not done is the answer's reason",
        arguments: [
            (#"[{"success":true},{"success":true}]"#, nil),
            (
                #"[{"success":true},{"success":false,"error":"No matching node."}]"#,
                "No matching node."
            ),
            (#"[{"success":false}]"#, "it says no reason"),
            ("[]", "it answers []"), ("nonsense", "it answers nonsense"),
        ])
    func refusal(payload: String, expected: String?) {
        #expect(SwayMessage(kind: 0, payload: Array(payload.utf8)).refusal == expected)
    }

    // MARK: - What is seen of it

    private func captures(_ frames: [UInt32?], torn: Bool = false) -> [ObserverEvent] {
        frames.compactMap {
            guard case .observer(let event) = EventRecord.composited($0, shown: 1, torn: torn).event
            else { return nil }
            return event
        }
    }

    @Test(
        "A window has the pictures' size once two of them were read there, one after the other",
        arguments: [
            ([nil, 4, 5], true), ([4, nil, 5], true), ([4], false), ([4, 4, 4], false),
            ([nil, nil, nil], false), ([], false),
        ] as [([UInt32?], Bool)])
    func whole(frames: [UInt32?], isShown: Bool) {
        #expect(WindowGestures.Sight.whole.isShown(by: captures(frames)) == isShown)
        #expect(!WindowGestures.Sight.whole.isShown(by: captures(frames, torn: true)))
    }

    @Test(
        "A window has another size once nothing can be read three times in a row",
        arguments: [
            ([4, nil, nil, nil], true), ([nil, nil, 4, nil], false), ([4, 5, 6], false),
        ] as [([UInt32?], Bool)])
    func none(frames: [UInt32?], isShown: Bool) {
        #expect(WindowGestures.Sight.none.isShown(by: captures(frames)) == isShown)
    }
}
