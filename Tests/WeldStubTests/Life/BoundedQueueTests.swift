import Testing
import WeldPlatform
import WeldStub

@Suite("The queue between a reading thread and its loop")
struct BoundedQueueTests {
    @Test("everything arrives once and in order, however small the queue")
    func order() throws {
        let queue = try BoundedQueue<Int>(limit: 3)
        let thread = try OSThread.start(named: "fill") {
            for number in 0..<1000 { queue.append(number) }
        }
        var taken: [Int] = []
        while taken.count < 1000 { taken += queue.takeAll(until: .after(.seconds(5))) }
        thread.join()
        #expect(taken == Array(0..<1000))
    }

    @Test("batches arrive whole and in order beside single elements, and wake the taker")
    func batches() throws {
        let queue = try BoundedQueue<Int>(limit: 3)
        let thread = try OSThread.start(named: "fill") {
            var batch: [Int] = []
            for number in 0..<1000 {
                batch.append(number)
                if number % 7 == 6 { queue.append(batch: &batch) }
                if number % 11 == 10, batch.isEmpty { queue.append(batch: &batch) }
            }
            queue.append(batch: &batch)
            queue.append(1000)
        }
        var taken: [Int] = []
        var part: [Int] = []
        while taken.count < 1001 {
            queue.takeAll(into: &part, until: .after(.seconds(5)))
            if part.isEmpty { break }
            taken += part
        }
        thread.join()
        #expect(taken == Array(0...1000))
    }

    @Test("closing releases whoever waits for room")
    func close() throws {
        let queue = try BoundedQueue<Int>(limit: 1)
        let thread = try OSThread.start(named: "fill") {
            for number in 0..<3 { queue.append(number) }
        }
        queue.close()
        thread.join()
        #expect(queue.takeAll().count <= 1)
    }

    @Test("taking from an empty queue ends at the deadline")
    func empty() throws {
        let queue = try BoundedQueue<Int>()
        #expect(queue.takeAll(until: .immediately) == [])
    }
}
