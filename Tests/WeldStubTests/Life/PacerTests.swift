import Testing
import WeldWire

@testable import weld_editor
@testable import weld_runtime

private let second: UInt64 = 1_000_000_000

@Suite("Pace of pictures and requests")
struct PacerTests {
    @Test("pictures are due on absolute deadlines, without drift")
    func pictures() {
        var pacer = FramePacer(framesPerSecond: 60, start: 5 * second)
        for index in 0..<600 {
            let due = 5 * second + UInt64(index) * second / 60
            #expect(pacer.due == due)
            pacer.advance(now: due + 3_000_000)
        }
        #expect(pacer.due == 15 * second)
    }

    @Test("a long delay leaves pictures out instead of making them up")
    func late() {
        var pacer = FramePacer(framesPerSecond: 60, start: 0)
        pacer.advance(now: 10 * second + 1)
        #expect(pacer.due == 10 * second)
        pacer.advance(now: 10 * second + 2)
        #expect(pacer.due == 10 * second + second / 60)
    }

    @Test("at 0 a second a picture is always due")
    func unthrottled() {
        var pacer = FramePacer(framesPerSecond: 0, start: 5 * second)
        for _ in 0..<3 {
            #expect(pacer.due == 5 * second)
            pacer.advance(now: 9 * second)
        }
    }

    @Test("requests come at their rate, in bounded bursts")
    func requests() {
        var pacer = RequestPacer(perSecond: 100, start: 0)
        #expect(pacer.take(now: 0) == 1)
        #expect(pacer.take(now: 9_999_999) == 0)
        #expect(pacer.take(now: 10_000_000) == 1)
        #expect(pacer.take(now: 50_000_000) == 4)
        #expect(pacer.take(now: 100 * second) == 64)
        #expect(pacer.due > 100 * second)
    }
}

@Suite("Scene and requests")
struct SceneTests {
    @Test("entities are counted from 1, and only those that exist can be changed")
    func scene() {
        var scene = Scene()
        #expect(scene.modify(change(of: 0)).success == 0)
        #expect(scene.modify(change(of: 1)).success == 0)
        #expect(scene.spawn(SpawnEntity(archetypeHint: 9)).entity == 1)
        #expect(scene.spawn(SpawnEntity(archetypeHint: 9)).entity == 2)
        #expect(
            [0, 1, 2, 3, .max].map { scene.modify(change(of: $0)).success } == [0, 1, 1, 0, 0])
    }

    @Test("a right reply to every request of a round is accepted, once")
    func round() {
        var round = RequestRound()
        var scene = Scene()
        for sequence in UInt32(1)...40 {
            let request = round.next()
            round.sent(request, sequence: sequence)
            let reply = answer(request, &scene)
            #expect(round.accepts(reply, sequence: sequence) == true)
            #expect(round.accepts(reply, sequence: sequence) == false)
        }
        #expect(round.checked == 40)
        #expect(round.outstanding == 0)
    }

    @Test("a changed byte, another entity, the wrong success or the wrong type is no reply")
    func wrongReplies() {
        var round = RequestRound()
        var requests: [RequestRound.Request] = []
        for sequence in UInt32(1)...4 {
            requests.append(round.next())
            round.sent(requests[Int(sequence) - 1], sequence: sequence)
        }
        var echo = EchoReply()
        if case .echo(let request) = requests[0] {
            echo = EchoReply(payload: request.payload)
            echo.payload[63] ^= 1
        }
        #expect(round.accepts(.echo(echo), sequence: 1) == false)
        #expect(round.accepts(.echo(EchoReply()), sequence: 2) == false)
        #expect(round.accepts(.modified(ModifyAck(success: true)), sequence: 4) == false)
        #expect(round.accepts(.modified(ModifyAck(success: false)), sequence: 99) == false)
    }

    @Test("what a runtime does not say that it can do is not judged, but remembered")
    func leftOpen() {
        for answer in [true, false] {
            var round = RequestRound()
            round.knowsEntities = false
            for sequence in UInt32(1)...3 {
                round.sent(round.next(), sequence: sequence)
                #expect(round.openAnswer == nil)
            }
            #expect(round.accepts(.modified(ModifyAck(success: answer)), sequence: 3) == true)
            #expect(round.openAnswer == answer)
        }
    }

    private func change(of entity: UInt64) -> ModifyComponent {
        ModifyComponent(
            entity: entity, componentType: 0, fieldOffset: 0,
            newValue: InlineArray(repeating: 0))
    }

    private func answer(_ request: RequestRound.Request, _ scene: inout Scene) -> Reply {
        switch request {
        case .echo(let echo): .echo(EchoReply(payload: echo.payload))
        case .spawn(let spawn): .created(scene.spawn(spawn))
        case .modify(let change): .modified(scene.modify(change))
        }
    }
}
