/// One message of the Wayland protocol: the object that it is for or from, what it is about, and all of
/// its bytes, in words of 32 bits in the machine's own order.
struct WaylandMessage: Equatable {
    /// The object's number.
    let object: UInt32
    /// Which of the object's requests or events it is.
    let kind: UInt32
    /// Everything, the header included.
    let bytes: [UInt8]

    private static let headerBytes = 8

    /// Spells a message.
    init(_ object: UInt32, _ kind: UInt32, _ words: [UInt32]) {
        self.object = object
        self.kind = kind
        let size = UInt32(Self.headerBytes + 4 * words.count)
        bytes = ([object, size << 16 | kind] + words).flatMap { OwnFrame.little(UInt64($0), 4) }
    }

    private init(whole bytes: [UInt8]) {
        self.bytes = bytes
        object = UInt32(OwnFrame.number(bytes, 0, 4))
        kind = UInt32(OwnFrame.number(bytes, 4, 2))
    }

    /// A word behind the header, counted from 0; 0 where there is none.
    func word(_ index: Int) -> UInt32 {
        let start = Self.headerBytes + 4 * index
        guard index >= 0, start + 4 <= bytes.count else { return 0 }
        return UInt32(OwnFrame.number(bytes, start, 4))
    }

    /// The text that begins with its length at a word, and the word that follows it.
    func text(_ index: Int) -> (text: String, next: Int) {
        // Its length counts the zero at its end.
        let length = Int(word(index))
        let start = Self.headerBytes + 4 * (index + 1)
        guard length > 0, start + length <= bytes.count else { return ("", index + 1) }
        return (
            String(decoding: bytes[start..<start + length - 1], as: UTF8.self),
            index + 1 + (length + 3) / 4
        )
    }

    /// Cuts all whole messages off bytes that came; what is no message is passed on as it is.
    static func take(from received: inout [UInt8]) -> [WaylandMessage] {
        var messages: [WaylandMessage] = []
        var start = 0
        while received.count - start >= headerBytes {
            var size = Int(OwnFrame.number(received, start + 6, 2))
            if size < headerBytes { size = received.count - start }
            guard received.count - start >= size else { break }
            messages.append(WaylandMessage(whole: Array(received[start..<start + size])))
            start += size
        }
        received.removeFirst(start)
        return messages
    }
}

/// What a window and its compositor say to each other, as far as the judge joins in: it asks the window
/// whether it lives, leaves its first size to it, and answers itself each question when a picture was
/// shown (gates.md#relay).
///
/// Pure: bytes of one side in, bytes for the other out. A question is made a request of the protocol's
/// that the compositor answers at once (`wl_display.sync`), so that the numbers of objects stay those of
/// both sides, and that answer the one that the picture was not shown.
struct WaylandTalk {
    /// When each ping was sent.
    private(set) var pings: [UInt64] = []
    /// How many of them were answered.
    private(set) var pongs = 0
    /// The object of each question, in their order.
    private(set) var questions: [UInt32] = []

    private var ofWindow: [UInt8] = []
    private var ofCompositor: [UInt8] = []
    private var registries: Set<UInt32> = []
    private var bases: Set<UInt32> = []
    private var presentations: Set<UInt32> = []
    private var shellSurfaces: Set<UInt32> = []
    /// Windows that were told no size yet.
    private var newWindows: Set<UInt32> = []
    private var open: Set<UInt32> = []

    private static let display: UInt32 = 1
    /// So many pings are enough, at such a distance in nanoseconds.
    private static let (mostPings, pingPeriod) = (8, 250_000_000 as UInt64)
    /// The number of the first ping, unlike one of a compositor's.
    private static let firstSerial: UInt32 = 0x7765_6C64
    /// So many questions of a second half tell whether their objects are given back.
    private static let fewestQuestions = 30

    /// Takes what the window sent, and returns what the compositor gets of it.
    mutating func take(fromWindow bytes: [UInt8]) -> [UInt8] {
        ofWindow += bytes
        return WaylandMessage.take(from: &ofWindow).flatMap { request($0) }
    }

    /// Takes what the compositor sent, and returns what the window gets of it.
    mutating func take(fromCompositor bytes: [UInt8]) -> [UInt8] {
        ofCompositor += bytes
        return WaylandMessage.take(from: &ofCompositor).flatMap { event($0) }
    }

    /// Returns a ping for the window where one is due.
    mutating func ping(at now: UInt64) -> [UInt8] {
        guard let base = bases.min(), pings.count < Self.mostPings,
            now >= (pings.last ?? 0) + Self.pingPeriod
        else { return [] }
        let serial = Self.firstSerial + UInt32(pings.count)
        pings.append(now)
        return WaylandMessage(base, 0, [serial]).bytes
    }

    private mutating func request(_ message: WaylandMessage) -> [UInt8] {
        let object = message.object
        switch message.kind {
        case 1 where object == Self.display: registries.insert(message.word(0))
        case 0 where registries.contains(object): bind(message)
        case 1 where presentations.contains(object):
            let question = message.word(1)
            questions.append(question)
            open.insert(question)
            return WaylandMessage(Self.display, 0, [question]).bytes
        case 2 where bases.contains(object): shellSurfaces.insert(message.word(0))
        case 1 where shellSurfaces.contains(object): newWindows.insert(message.word(0))
        case 3 where bases.contains(object):
            guard message.word(0) >= Self.firstSerial,
                message.word(0) - Self.firstSerial < UInt32(pings.count)
            else { break }
            pongs += 1
            return []
        default: break
        }
        return message.bytes
    }

    private mutating func bind(_ message: WaylandMessage) {
        let (interface, next) = message.text(1)
        let made = message.word(next + 1)
        switch interface {
        case "xdg_wm_base": bases.insert(made)
        case "wp_presentation": presentations.insert(made)
        default: break
        }
    }

    private mutating func event(_ message: WaylandMessage) -> [UInt8] {
        if message.object == Self.display, message.kind == 1 {
            // The number is free, and the next object with it another.
            let freed = message.word(0)
            registries.remove(freed)
            bases.remove(freed)
            presentations.remove(freed)
            shellSurfaces.remove(freed)
            newWindows.remove(freed)
        } else if message.kind == 0, newWindows.remove(message.object) != nil {
            var bytes = message.bytes
            for index in 8..<min(16, bytes.count) { bytes[index] = 0 }
            return bytes
        } else if message.kind == 0, open.remove(message.object) != nil {
            return WaylandMessage(message.object, 2, []).bytes
        }
        return message.bytes
    }

    /// Whether a window has answered none of the pings although it had so many nanoseconds; from when
    /// to when.
    func silence(of patience: UInt64, until now: UInt64) -> ClosedRange<UInt64>? {
        guard let first = pings.first, pongs == 0, now >= first + patience else { return nil }
        return first...now
    }

    /// Whether what was answered is kept: of the second half of the questions at least every other one
    /// is an object that was none before, where a window has a handful that come again.
    var keepsAnswers: Bool {
        let half = questions.count / 2
        guard questions.count - half >= Self.fewestQuestions else { return false }
        var known = Set(questions[..<half])
        let fresh = questions[half...].count { known.insert($0).inserted }
        return 2 * fresh >= questions.count - half
    }
}
