import WeldContract
import WeldPlatform
import WeldStub

/// The objects that go with one frame, and the random payload that the runtime writes into them.
struct LabParcel {
    /// 64 random bytes.
    let payload: InlineArray<64, UInt8>
    /// Where the first object lies, if it is a file.
    let firstPath: String
    private let objects: [LabObject]

    /// Makes objects; regular files go into the directory.
    init(
        _ kinds: [LabKind], directory: String, payloads: inout PayloadGenerator
    ) throws(LabFailure) {
        firstPath = "\(directory)/weld-lab-\(ProcessEnvironment.pid).data"
        var payload = InlineArray<64, UInt8>(repeating: 0)
        for index in payload.indices { payload[index] = .random(in: 0...255, using: &payloads) }
        self.payload = payload
        var objects: [LabObject] = []
        for kind in kinds {
            let path = firstPath
            objects.append(
                try system { () throws(SystemError) in try LabObject(kind, path: path) })
        }
        self.objects = objects
    }

    /// The descriptors to send, lent.
    var numbers: [Int32] { objects.map(\.sentNumber) }

    /// The payload as hexadecimal text.
    var payloadText: String { Self.hex(payload.indices.map { payload[$0] }) }

    /// Closes this side's copies of what was sent.
    func closeSent() {
        for object in objects { object.closeSent() }
    }

    /// Reports what was sent.
    func reportSent(step: Int, sequence: UInt32, to events: EventWriter) {
        for (index, object) in objects.enumerated() {
            events.emit(
                .lab(
                    .sent(
                        step: step, sequence: sequence, index: index, kind: object.kind.rawValue,
                        device: object.facts.device, inode: object.facts.inode)))
        }
    }

    /// Reports what the runtime wrote, beside what it should have written.
    func reportReadBack(step: Int, to events: EventWriter) {
        for (index, object) in objects.enumerated() {
            let expected = payload.indices.prefix(object.capacity).map { payload[$0] }
            events.emit(
                .lab(
                    .readBack(
                        step: step, index: index, kind: object.kind.rawValue,
                        expected: Self.hex(expected), actual: Self.hex(object.readBack()))))
        }
    }

    /// Reports for every pipe whether its other end is gone everywhere, with the same patience for
    /// all together; returns whether all were.
    func reportLiveness(
        step: Int, within patience: Duration, to events: EventWriter
    ) -> Bool {
        let deadline = Deadline.after(patience)
        var allEnded = true
        for (index, object) in objects.enumerated() {
            guard let isEnded = object.reportsEnd(by: deadline) else { continue }
            allEnded = allEnded && isEnded
            events.emit(.lab(.liveness(step: step, index: index, endOfFile: isEnded)))
        }
        return allEnded
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef")
        return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
}
