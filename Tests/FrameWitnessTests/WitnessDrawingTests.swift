import Testing

@testable import FrameWitness

@Suite("Drawing the witness")
struct WitnessDrawingTests {
    private static func picture(
        _ layout: PictureLayout, frame: UInt32
    ) -> (words: [UInt32], isDrawn: Bool) {
        var words = [UInt32](repeating: 0x5555_5555, count: layout.byteCount / 4)
        var span = words.mutableSpan
        let isDrawn = WitnessDrawing.mark(frame, in: &span, layout)
        return (words, isDrawn)
    }

    private static func bytes(_ words: [UInt32]) -> [UInt8] {
        words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
    }

    @Test(
        "what is drawn is a picture as the page describes it, padding and direction included",
        arguments: [0, 1, 0x4000_0001, .max] as [UInt32], [false, true])
    func asDescribed(frame: UInt32, isInverted: Bool) {
        let expected = DrawnPicture(frame: frame, padding: 52, isInverted: isInverted)
        let (words, isDrawn) = Self.picture(expected.layout, frame: frame)
        #expect(isDrawn)
        #expect(Self.bytes(words) == expected.bytes)
    }

    @Test("what is drawn is read, in every format", arguments: PixelFormat.allCases)
    func roundTrip(format: PixelFormat) {
        let layout = PictureLayout(width: 1280, height: 720, pitch: 5120, format: format)
        let (words, _) = Self.picture(layout, frame: 77)
        let reading = WitnessReading(Self.bytes(words).span, layout)
        #expect(reading == WitnessReading(frame: 77))
    }

    @Test("a picture without room for the marks stays as it was")
    func noRoom() {
        let layouts = [
            PictureLayout(width: 479, height: 6, pitch: 2_000),
            PictureLayout(width: 480, height: 6, pitch: 1_922),
            PictureLayout(width: 0, height: 0, pitch: 0),
        ]
        for layout in layouts {
            let (words, isDrawn) = Self.picture(layout, frame: 1)
            #expect(!isDrawn && words.allSatisfy { $0 == 0x5555_5555 })
        }
        var few = [UInt32](repeating: 0, count: 500)
        var span = few.mutableSpan
        let layout = PictureLayout(width: 500, height: 6, pitch: 2_000)
        let isDrawn = WitnessDrawing.mark(1, in: &span, layout)
        #expect(!isDrawn && few.allSatisfy { $0 == 0 })
    }
}
