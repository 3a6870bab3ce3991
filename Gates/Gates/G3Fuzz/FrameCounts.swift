internal import GateWire

/// Frames by type.
struct FrameCounts: Equatable {
    private var counts = MessageTable<UInt64>(repeating: 0)

    subscript(type: MessageType) -> UInt64 {
        get { counts[type] }
        _modify { yield &counts[type] }
    }

    /// All of them.
    var sum: UInt64 { MessageType.allCases.reduce(0) { $0 + counts[$1] } }

    /// Adds others.
    mutating func add(_ other: FrameCounts) {
        for type in MessageType.allCases { counts[type] += other.counts[type] }
    }

    /// How many frames the two differ by, type for type.
    func distance(to names: [String: UInt64]) -> UInt64 {
        MessageType.allCases.reduce(0 as UInt64) { sum, type in
            let other = names[type.name] ?? 0
            return sum.plus(max(self[type], other) - min(self[type], other))
        }
    }

    /// How many frames these are more than others, type for type.
    func excess(over names: [String: UInt64]) -> UInt64 {
        MessageType.allCases.reduce(0 as UInt64) { sum, type in
            let other = names[type.name] ?? 0
            return sum.plus(max(self[type], other) - other)
        }
    }
}

/// What a stub sent otherwise than the wire page says: how much, and the first of it in words.
struct FrameFaults {
    /// How many frames.
    private(set) var count: UInt64 = 0
    /// The first: which frame, at which byte of its stream, and what is wrong.
    private(set) var first: String?

    /// Notes what is wrong with a frame, if anything is.
    mutating func note(_ frame: ReceivedFrame, _ fault: String?) {
        guard let fault else { return }
        count += 1
        if first == nil { first = "\(frame.type.name) at byte \(frame.start) \(fault)" }
    }

    /// Notes a stream that is no stream of frames.
    mutating func note(_ fault: FrameFault) {
        count += 1
        if first == nil { first = "a frame is wrong: \(fault)" }
    }
}
