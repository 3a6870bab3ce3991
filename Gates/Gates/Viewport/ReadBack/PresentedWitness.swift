internal import FrameWitness
internal import GateKit
internal import WeldContract

/// What the judge read in the device's read-back of one presented picture.
struct PresentedReading: Equatable {
    /// The frame that its rows name; nil where no row can be read.
    let frame: UInt32?
    /// Whether its rows name different frames, or some cannot be read.
    let isTorn: Bool
}

/// The second witness: reads every presented picture that the device gave back, as its event
/// arrives, with the judge's own decoder.
final class PresentedWitness {
    /// What was read, by the number of the picture's event.
    private(set) var readings: [UInt64: PresentedReading] = [:]
    /// How the editor's events contradict the ring; empty for one that is honest.
    private(set) var contradictions: [String] = []

    private let ring: ReadBackRing
    private let editor: Int32
    private var format: PixelFormat?

    /// Creates the witness of the pictures of one editor.
    init(_ ring: ReadBackRing, editor: Int32) {
        self.ring = ring
        self.editor = editor
    }

    /// Takes an event as it arrives.
    func take(_ record: EventRecord) {
        guard record.pid == editor, case .window(let event) = record.event else { return }
        switch event {
        case .display(let display): format = Self.format(display.format)
        case .framePresented(let id, _, _, _, _, let slot?):
            read(id, in: slot, number: record.number)
        default: break
        }
    }

    private func read(_ id: UInt64, in slot: Int, number: UInt64) {
        guard (0..<ReadBackRing.slotCount).contains(slot) else {
            return contradict(id, "is in slot \(slot), which there is not")
        }
        // A format that nobody decodes leaves nothing to judge, which a milestone misses.
        guard let format else { return }
        guard let reading = ring.take(slot, format) else {
            return contradict(id, "is in slot \(slot), which is not filled")
        }
        if let frame = reading.frame, !reading.isTorn, frame != UInt32(truncatingIfNeeded: id) {
            contradict(id, "is picture \(frame) in slot \(slot)")
        }
        readings[number] = PresentedReading(frame: reading.frame, isTorn: reading.isTorn)
    }

    private func contradict(_ id: UInt64, _ what: String) {
        contradictions.append("presented picture \(id) \(what)")
    }

    /// The window's format by its name in Vulkan, which counts bytes from the first up.
    private static func format(_ name: String) -> PixelFormat? {
        if name.hasPrefix("B8G8R8A8") { return .xrgb8888 }
        return name.hasPrefix("R8G8B8A8") ? .xbgr8888 : nil
    }
}
