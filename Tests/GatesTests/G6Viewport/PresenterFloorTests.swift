import FrameWitness
import GateKit
import Testing
import WeldContract
import WeldViewport

@testable import Gates

@Suite("The judge's own presenter")
struct PresenterFloorTests {
    @Test(
        "its marks are those of the judged, bit by bit where a decoder looks",
        arguments: [1, 0xDEAD_BEEF] as [UInt32])
    func sameMarks(frame: UInt32) throws {
        let size = try #require(PictureSize(width: 500, height: 7))
        var picture = PictureBuffer(size: size)
        picture.draw { TestPattern.draw(frame: UInt64(frame), on: $0) }
        let layout = PictureLayout(
            width: size.width, height: size.height, pitch: size.width * 4, format: .xbgr8888)
        var words = [UInt32](repeating: 0, count: layout.byteCount / 4)
        var span = words.mutableSpan
        #expect(WitnessDrawing.mark(frame, in: &span, layout))
        for row in 0..<size.height {
            for x in Array(0..<240) + Array(size.width - 240..<size.width) {
                let green = picture.pixel(x: x, y: row).1
                #expect(green == UInt8(truncatingIfNeeded: words[row * size.width + x] >> 8))
            }
        }
    }

    @Test("its pictures are aged by its own word and by what the compositor showed")
    func ages() {
        let events: [EventRecord] = (1...3).flatMap { index -> [EventRecord] in
            let time = UInt64(index) * 100
            let painted = ObserverEvent.painted(frame: UInt32(index), doneNanoseconds: time)
            return [
                EventRecord(.observer(painted), time: time, pid: 7, role: .observer),
                .composited(UInt32(index), shown: time + 10),
            ]
        }
        let transcript = ViewportTranscript(events)
        let window = TimeSpan(start: 0, end: 330)
        #expect(transcript.agesAtReplacement(in: window).map(\.value) == [110, 110, 30])
        #expect(transcript.distinctShown(in: window) == 3)
    }

    @Test("what is asked of the host decides nothing of a gate")
    func tiers() {
        #expect(G6Gate.capacityChecks.allSatisfy { $0.tier == .capacity && !$0.tier.decides })
    }
}
