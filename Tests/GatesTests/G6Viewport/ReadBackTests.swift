import FrameWitness
import GateKit
import Testing
import WeldContract

@testable import Gates

@Suite("What the device gives back, read by the judge")
struct ReadBackTests {
    private let editor: Int32 = 7

    private func presented(
        _ id: UInt64, slot: Int?, number: UInt64 = 1, pid: Int32 = 7
    ) -> EventRecord {
        .editor(5, .presented(id, slot: slot), pid: pid, number: number)
    }

    private func witness(
        _ ring: ReadBackRing, format: String = "B8G8R8A8_UNORM/SRGB_NONLINEAR"
    ) -> PresentedWitness {
        let witness = PresentedWitness(ring, editor: editor)
        witness.take(.editor(1, .display(format: format), pid: editor))
        return witness
    }

    @Test("A ring says what it is where the editor looks for it, and begins free")
    func header() throws {
        let ring = try ReadBackRing(rows: 9)
        let writer = try ReadBackWriter(ring)
        let header = [0, 4, 8, 12, 16, 20].map(writer.word(at:))
        // Nine rows of 1920 bytes take five pages.
        #expect(header == [0x4B42_5257, 1, 16, 9, 1920, 20_480])
        #expect(ring.size == 4096 + 16 * 20_480)
        #expect((0..<16).allSatisfy { !writer.isFilled($0) })
    }

    @Test("A filled slot is read at both ends of every row, and is free again", arguments: [0, 15])
    func reads(slot: Int) throws {
        let ring = try ReadBackRing(rows: 9)
        let writer = try ReadBackWriter(ring)
        writer.fill(slot, frame: 0xDEAD_BEEF)
        let reading = try #require(ring.take(slot, .xrgb8888))
        #expect(reading.frame == 0xDEAD_BEEF)
        #expect(!reading.isTorn)
        #expect(!writer.isFilled(slot))
        #expect(ring.take(slot, .xrgb8888) == nil)
    }

    @Test("A row of another picture, or of none, is a tear", arguments: [true, false])
    func torn(isForeign: Bool) throws {
        let ring = try ReadBackRing(rows: 9)
        let writer = try ReadBackWriter(ring)
        writer.fill(3, frame: 5, foreign: isForeign ? [8: 4] : [:], blank: isForeign ? [] : [8])
        #expect(ring.take(3, .xrgb8888)?.isTorn == true)
    }

    @Test(
        "A presented picture is what the judge reads",
        arguments: ["B8G8R8A8_UNORM/SRGB_NONLINEAR", "R8G8B8A8_UNORM/SRGB_NONLINEAR"])
    func judged(format: String) throws {
        let ring = try ReadBackRing(rows: 4)
        let writer = try ReadBackWriter(ring)
        let witness = witness(ring, format: format)
        writer.fill(2, frame: 9)
        witness.take(presented(0x1_0000_0009, slot: 2, number: 40))
        #expect(witness.readings == [40: PresentedReading(frame: 9, isTorn: false)])
        #expect(witness.contradictions.isEmpty)
    }

    @Test("Without a slot, or in a format that nobody knows, nothing is read and nothing is said")
    func missing() throws {
        let ring = try ReadBackRing(rows: 4)
        let writer = try ReadBackWriter(ring)
        let witness = witness(ring)
        witness.take(presented(1, slot: nil))
        #expect(witness.readings.isEmpty && witness.contradictions.isEmpty)
        let blind = self.witness(ring, format: "R16G16B16A16_SFLOAT")
        writer.fill(0, frame: 1)
        blind.take(presented(1, slot: 0))
        #expect(blind.readings.isEmpty && blind.contradictions.isEmpty)
    }

    @Test(
        "A slot that there is not, that is not filled, or that holds another picture contradicts",
        arguments: [16, -1, .max, 1, 0])
    func contradictions(slot: Int) throws {
        let ring = try ReadBackRing(rows: 4)
        let writer = try ReadBackWriter(ring)
        let witness = witness(ring)
        writer.fill(0, frame: 12)
        witness.take(presented(11, slot: slot))
        #expect(witness.contradictions.count == 1)
    }

    @Test("A torn picture may name any of its frames")
    func tornName() throws {
        let ring = try ReadBackRing(rows: 4)
        let writer = try ReadBackWriter(ring)
        let witness = witness(ring)
        writer.fill(0, frame: 11, foreign: [0: 10, 1: 10])
        witness.take(presented(11, slot: 0))
        #expect(witness.contradictions.isEmpty)
        #expect(witness.readings[1] == PresentedReading(frame: 10, isTorn: true))
    }

    @Test(
        "A picture is named where it is whole and the one that its event says",
        arguments: [(UInt64(11), [Int: UInt32](), true), (12, [:], false), (11, [0: 10], false)])
    func named(id: UInt64, foreign: [Int: UInt32], isNamed: Bool) throws {
        let ring = try ReadBackRing(rows: 4)
        let writer = try ReadBackWriter(ring)
        let witness = witness(ring)
        writer.fill(0, frame: 11, foreign: foreign)
        witness.take(presented(id, slot: 0))
        #expect(witness.isNamed == [isNamed])
    }

    @Test("Another editor's word about the ring is none")
    func otherEditor() throws {
        let ring = try ReadBackRing(rows: 4)
        let writer = try ReadBackWriter(ring)
        let witness = witness(ring)
        writer.fill(0, frame: 11)
        witness.take(presented(11, slot: 0, pid: editor + 1))
        #expect(witness.readings.isEmpty && writer.isFilled(0))
    }
}

@Suite("Pictures that the device did not give back")
struct MissingReadBackTests {
    /// Presents pictures one after the other; the judge is so late with each.
    private func missing(
        _ slots: [Int?], late: (Int) -> UInt64 = { _ in 1_000_000 }
    ) throws -> [Bool] {
        let ring = try ReadBackRing(rows: 4)
        let writer = try ReadBackWriter(ring)
        var now: UInt64 = 0
        let witness = PresentedWitness(ring, editor: 7, clock: { now })
        witness.take(.editor(1, .display(), pid: 7))
        for (index, slot) in slots.enumerated() {
            let time = UInt64(index) * 16_000_000
            now = time + late(index)
            if let slot { writer.fill(slot, frame: UInt32(index)) }
            witness.take(
                .editor(time, .presented(UInt64(index), slot: slot), pid: 7, number: UInt64(index)))
        }
        #expect(witness.contradictions.isEmpty)
        return witness.missing
    }

    private let filled: [Int?] = (0..<16).map { $0 }

    @Test("Without a slot where there certainly was one, a picture is missing")
    func left() throws {
        #expect(try missing(filled + [0, nil, 1]) == [false, true, false])
    }

    @Test("Before the ring was once around, nothing is missing")
    func start() throws {
        #expect(try missing([nil, nil, 0, nil]).isEmpty)
    }

    @Test("A judge that was late lately knows of no room")
    func lateJudge() throws {
        let found = try missing(filled + [nil, nil]) { $0 == 9 ? 90_000_000 : 0 }
        #expect(found.isEmpty)
    }

    @Test("A mark that is not quite black or white is not exact, though it can be read")
    func inexact() throws {
        let ring = try ReadBackRing(rows: 4)
        let writer = try ReadBackWriter(ring)
        writer.fill(0, frame: 3)
        #expect(ring.take(0, .xrgb8888)?.isExact == true)
        writer.fill(0, frame: 3)
        writer.spoil(4096 + 9)
        let reading = try #require(ring.take(0, .xrgb8888))
        #expect(reading.frame == 3 && !reading.isTorn && !reading.isExact)
    }
}
