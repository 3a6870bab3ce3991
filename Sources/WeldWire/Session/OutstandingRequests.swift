/// The numbers of one kind of request that still await their reply, in the order they were sent.
///
/// A reply in order costs constant time on average; one out of order is looked for.
struct OutstandingRequests: Equatable, Sendable {
    private var numbers: [UInt32] = []
    private var first = 0

    /// How many requests await their reply.
    var count: Int { numbers.count - first }

    /// Remembers a request.
    mutating func append(_ number: UInt32) {
        numbers.append(number)
    }

    /// Forgets the oldest request with a number; false when there is none.
    mutating func remove(_ number: UInt32) -> Bool {
        guard first < numbers.count else { return false }
        if numbers[first] == number {
            first += 1
        } else if let index = numbers[first...].firstIndex(of: number) {
            numbers.remove(at: index)
        } else {
            return false
        }
        if first == numbers.count {
            numbers.removeAll(keepingCapacity: true)
            first = 0
        } else if first >= 64, first * 2 >= numbers.count {
            numbers.removeFirst(first)
            first = 0
        }
        return true
    }
}
