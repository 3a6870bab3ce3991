internal import GateHost
internal import GateKit
internal import WeldContract

/// What stubs report, line by line: read from their pipe, held to the contract and handed on, for
/// whoever keeps it and whoever only sums it up.
///
/// What a stub writes is believed in nothing: the first line that no stub may write is a violation,
/// and what nothing can be made of is passed over (contract.md#breach).
final class StubEvents {
    private let pipe: EventPipe
    private let recorder: Recorder
    private var order: EventOrder
    /// Whether a stub broke the contract: then nothing that is missing is the judge's fault.
    private var isBroken = false

    /// Makes the pipe.
    ///
    /// - Parameter birth: Before which nobody can have written anything, in nanoseconds of the
    ///   judge's clock.
    init(recorder: Recorder, birth: UInt64 = MonotonicClock.now()) throws(SystemError) {
        self.recorder = recorder
        order = EventOrder(birth: birth)
        pipe = try EventPipe()
    }

    /// The end that a stub inherits; lent until ``letGo()``.
    var writeEnd: Int32 { pipe.writeEnd }

    /// Readable when there is news, and at its end when no process is left that could write.
    var readEnd: Int32 { pipe.readEnd }

    /// Closes the judge's own writing end, if it is open.
    func letGo() { pipe.letGo() }

    /// Reads what is there without waiting, of a flood a part.
    ///
    /// - Parameters:
    ///   - see: Is shown everything that came, whatever it is.
    ///   - take: Takes what can be one, and when the judge had read it.
    func read(
        seeing see: (EventPipe.Piece) -> Void = { _ in }, _ take: (EventRecord, UInt64) -> Void
    ) {
        pipe.read { piece in
            see(piece)
            let arrived = MonotonicClock.now()
            if let event = accept(piece, arrived) { take(event, arrived) }
        }
        if let flood = pipe.flood { breach(flood) }
    }

    private func accept(_ piece: EventPipe.Piece, _ arrived: UInt64) -> EventRecord? {
        let event: EventRecord
        do throws(ContractBreach) {
            event = try EventRecord(piece)
        } catch {
            breach(error.sentence(of: piece))
            return nil
        }
        if let why = order.refusal(event, arrived: arrived) {
            breach("a line of the events cannot be: \(why)")
            return nil
        }
        guard event.role != .observer else {
            breach("a stub (pid \(event.pid)) reports in the name of the judge's observer")
            return nil
        }
        switch order.note(event, arrived: arrived, lastFull: pipe.lastFull) {
        case .breach(let text): breach(text)
        case .lost(let text): lost(text)
        case nil: break
        }
        return event
    }

    /// Records the first thing by which a stub breaks the contract; what follows from it need not
    /// be told.
    func breach(_ text: String) {
        if !isBroken { recorder.violation(.breach, text) }
        isBroken = true
    }

    /// Notes that a breach was recorded by somebody else.
    func noteBreach() { isBroken = true }

    /// Records that the judge lost something, unless a stub is to blame for it.
    func lost(_ text: String) {
        if !isBroken { recorder.fault(.harness, text) }
    }

    /// Whether lines of a process may have been lost since its last one that came.
    func mayHaveLost(_ pid: Int32) -> Bool { order.mayHaveLost(pid, pipe.lastFull) }
}
