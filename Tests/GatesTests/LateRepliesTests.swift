import GateWire
import Testing

@testable import Gates

@Suite("What the judge's peers leave open, they vary")
struct LateRepliesTests {
    /// Answers so many requests, and returns their numbers in the order in which replies leave.
    private func order(_ late: inout LateReplies, requests: UInt32) -> [UInt32] {
        var left: [UInt32] = []
        for number in 1...requests {
            guard late.keepsNext() else {
                left.append(number)
                continue
            }
            late.keep(.init(type: .echoReply, sequence: number, body: [1]), at: 1000)
            left += late.due(at: 1000).map(\.sequence)
        }
        return left
    }

    @Test("Of every four batches of replies one leaves newest first, and none is lost")
    func overtakes() {
        var late = LateReplies(most: 3)
        let left = order(&late, requests: 24)
        #expect(left.prefix(12) == [1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 11, 10])
        #expect(left.sorted() == Array(1...24) && late.count == 0)
    }

    @Test("Where none is kept back all leave in their order")
    func keepsNone() {
        var late = LateReplies(most: 0)
        let left = order(&late, requests: 50)
        #expect(left == Array(1...50) && late.count == 0)
    }

    @Test("What was kept back long enough leaves without those that it waits for")
    func isPatient() {
        var late = LateReplies(most: 3)
        let left = order(&late, requests: 11)
        let early = late.due(at: 999 + LateReplies.patience)
        #expect(left == Array(1...9) && early.isEmpty && late.count == 2)
        let patient = late.due(at: 1000 + LateReplies.patience).map(\.sequence)
        #expect(patient == [11, 10] && late.count == 0)
    }

    @Test("Every byte of a boolean but zero says yes, whatever stands in the padding behind it")
    func truths() {
        for number in 0..<UInt64(2 * OddTruth.truths.count) {
            let yes = OddTruth.word(true, by: number)
            #expect(yes & 0xFF == UInt64(OddTruth.byte(true, by: number)) && yes & 0xFF != 0)
            #expect(OddTruth.word(false, by: number) & 0xFF == 0)
            let padding = OddTruth.padding(7, by: number)
            #expect([UInt8].littleEndian(yes).dropFirst() == padding[...])
        }
        #expect(Set((0..<8).map { OddTruth.byte(true, by: $0) }) == Set(OddTruth.truths))
        #expect(Set((0..<8).flatMap { OddTruth.padding(1, by: $0) }) == [0, OddTruth.dirt])
    }

    @Test("A consent is one in every spelling, and its text stands where it belongs")
    func consents() {
        for number in 0..<UInt64(8) {
            var texts = TextLedger(connection: number)
            let body = texts.makeAnswer()
            #expect(body.count == MessageType.protocolHelloAck.descriptor.bodySize)
            #expect(body[0] != 0)
            #expect(Array(body[4...]) == TextSample.of(connection: number).field(128))
        }
    }
}
