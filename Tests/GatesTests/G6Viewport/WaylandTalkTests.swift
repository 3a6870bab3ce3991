import Testing

@testable import Gates

@Suite("What a window and its compositor say to each other, with the judge between them")
struct WaylandTalkTests {
    private static let registry: UInt32 = 2
    private static let base: UInt32 = 5
    private static let presentation: UInt32 = 6

    /// A request that binds an object of an interface.
    private func bind(_ interface: String, as object: UInt32) -> [UInt8] {
        var text = Array(interface.utf8) + [0]
        let length = UInt32(text.count)
        text += [UInt8](repeating: 0, count: (4 - text.count % 4) % 4)
        let words = stride(from: 0, to: text.count, by: 4).map {
            UInt32(OwnFrame.number(text, $0, 4))
        }
        return WaylandMessage(Self.registry, 0, [1, length] + words + [1, object]).bytes
    }

    /// A window that has bound what the judge joins in on.
    private func talk() -> WaylandTalk {
        var talk = WaylandTalk()
        _ = talk.take(fromWindow: WaylandMessage(1, 1, [Self.registry]).bytes)
        _ = talk.take(fromWindow: bind("wl_compositor", as: 4))
        _ = talk.take(fromWindow: bind("xdg_wm_base", as: Self.base))
        _ = talk.take(fromWindow: bind("wp_presentation", as: Self.presentation))
        return talk
    }

    private func question(_ object: UInt32) -> [UInt8] {
        WaylandMessage(Self.presentation, 1, [9, object]).bytes
    }

    @Test("What is none of the judge's business passes as it is, in whatever pieces it comes")
    func passes() {
        var talk = talk()
        let bytes = bind("wl_shm", as: 8) + WaylandMessage(8, 0, []).bytes
        var passed: [UInt8] = []
        for byte in bytes { passed += talk.take(fromWindow: [byte]) }
        #expect(passed == bytes)
        let back = talk.take(fromCompositor: bytes)
        #expect(back == bytes)
        let none: [UInt8] = [1, 0, 0, 0, 0, 0, 0, 0, 7]
        let strange = talk.take(fromCompositor: none)
        #expect(strange == none)
    }

    @Test("A question is made one that is answered at once, and comes back as a picture not shown")
    func questions() {
        var talk = talk()
        let asked = talk.take(fromWindow: question(20))
        #expect(asked == WaylandMessage(1, 0, [20]).bytes)
        let freed = WaylandMessage(1, 1, [20]).bytes
        let answered = talk.take(fromCompositor: WaylandMessage(20, 0, [77]).bytes + freed)
        #expect(answered == WaylandMessage(20, 2, []).bytes + freed)
        // The number is another object's now.
        let other = WaylandMessage(20, 0, [78]).bytes
        let passed = talk.take(fromCompositor: other)
        #expect(passed == other)
    }

    @Test("Both sides of a window's first size are left to it, and no later one")
    func size() {
        var talk = talk()
        let made = WaylandMessage(Self.base, 2, [30, 9]).bytes + WaylandMessage(30, 1, [31]).bytes
        let passed = talk.take(fromWindow: made)
        #expect(passed == made)
        let sized = WaylandMessage(31, 0, [1280, 720, 4, 8]).bytes
        let first = talk.take(fromCompositor: sized)
        #expect(first == WaylandMessage(31, 0, [0, 0, 4, 8]).bytes)
        let second = talk.take(fromCompositor: sized)
        #expect(second == sized)
    }

    @Test("Pings are sent now and then, and their answers are the judge's")
    func pings() {
        var silent = WaylandTalk()
        let early = silent.ping(at: 1_000_000_000)
        var talk = talk()
        let first = talk.ping(at: 1_000_000_000)
        let second = talk.ping(at: 1_100_000_000)
        #expect(early.isEmpty && !first.isEmpty && second.isEmpty)
        #expect(talk.silence(of: 10, until: 1_000_000_009) == nil)
        #expect(talk.silence(of: 10, until: 1_000_000_010) == 1_000_000_000...1_000_000_010)
        let foreign = WaylandMessage(Self.base, 3, [1]).bytes
        let passed = talk.take(fromWindow: foreign)
        #expect(passed == foreign)
        let serial = UInt32(OwnFrame.number(first, 8, 4))
        let kept = talk.take(fromWindow: WaylandMessage(Self.base, 3, [serial]).bytes)
        #expect(kept.isEmpty && talk.pongs == 1)
        #expect(talk.silence(of: 10, until: 2_000_000_000) == nil)
    }

    @Test("Answers that are kept are seen by objects that never come again")
    func kept() {
        var (healthy, leaking, short) = (talk(), talk(), talk())
        for number in 0..<60 {
            _ = healthy.take(fromWindow: question(20 + UInt32(number % 8)))
            _ = leaking.take(fromWindow: question(20 + UInt32(number)))
        }
        for number in 0..<50 { _ = short.take(fromWindow: question(20 + UInt32(number))) }
        #expect(!healthy.keepsAnswers && leaking.keepsAnswers && !short.keepsAnswers)
    }
}
