internal import WeldPlatform

/// Cuts what a stub wrote to its events pipe into lines, however the reads fall.
final class EventLines {
    private var unfinished: [UInt8] = []
    private let buffer = OwnedBytes(count: bufferSize)

    private static let bufferSize = 65_536

    /// Reads what is there without waiting and hands every whole line over.
    func read(from pipe: borrowing OwnedDescriptor, _ take: ([UInt8]) -> Void) {
        while let count = buffer.read(last: Self.bufferSize, from: pipe), count > 0 {
            for index in 0..<count {
                let byte = buffer[index]
                if byte == UInt8(ascii: "\n") {
                    take(unfinished)
                    unfinished.removeAll(keepingCapacity: true)
                } else {
                    unfinished.append(byte)
                }
            }
        }
    }
}
