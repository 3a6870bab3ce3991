internal import WeldWire

/// Requests of one kind that await their replies, oldest first, in a ring of a fixed size.
struct AwaitedReplies {
    private var numbers: [UInt32]
    private var values: [UInt64]
    private var first: UInt64 = 0
    private var end: UInt64 = 0

    private static let capacity = 16_384

    init() {
        numbers = [UInt32](repeating: 0, count: Self.capacity)
        values = [UInt64](repeating: 0, count: Self.capacity)
    }

    /// How many await their reply.
    var count: Int { Int(end - first) }

    /// Notes a request, and what its reply is to be judged by.
    mutating func append(_ number: UInt32, value: UInt64) {
        precondition(count < Self.capacity)
        let index = Int(end % UInt64(Self.capacity))
        numbers[index] = number
        values[index] = value
        end += 1
    }

    /// Takes out the request with a number, and those before it, whose replies are lost; nil where
    /// nothing of that number awaits a reply.
    mutating func take(_ number: UInt32) -> (value: UInt64, lost: UInt64)? {
        var lost: UInt64 = 0
        var position = first
        while position < end {
            let index = Int(position % UInt64(Self.capacity))
            position += 1
            if numbers[index] == number {
                first = position
                return (values[index], lost)
            }
            lost += 1
        }
        return nil
    }
}
