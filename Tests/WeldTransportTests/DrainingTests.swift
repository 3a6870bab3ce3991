import Testing
import WeldPlatform
import WeldTransport
import WeldWire

@Suite("Bytes left in the queue while the receiving thread waits for ever")
struct DrainingTests {
    /// Starts a thread that receives without a deadline, expects how that ends, and shuts the
    /// socket `over` down then; returns when it is about to receive.
    private func waitingReader(
        of connection: Connection, expecting end: TransportError, over: RawDescriptor
    ) throws -> OSThread {
        let ready = try SocketPair()
        let number = ready.second.rawValue
        let thread = try OSThread.start(named: "reader") {
            var receiver = connection.receiver(readsWhileFull: true)
            StreamSocket.shutdown(number)
            #expect(failure(of: &receiver, until: .never) == end)
            StreamSocket.shutdown(over)
        }
        _ = try Poll.wait(ready.first.rawValue, for: .readable, until: .soon)
        return thread
    }

    @Test("they follow when the peer reads, though nobody sends or receives any more")
    func followAlone() throws {
        let peers = try Peers(sendBuffer: 1)
        let over = try SocketPair()
        let reader = try waitingReader(
            of: peers.editor, expecting: .closed, over: over.second.rawValue)
        var runtime = peers.runtime.receiver()
        var sequence: UInt32 = 0
        for round in 0..<20 {
            for index in 0..<200 { try peers.editor.send(echo(UInt32(round * 200 + index))) }
            #expect(peers.editor.hasQueued)
            for _ in 0..<200 {
                sequence += 1
                #expect(try runtime.next(until: .soon).sequence == sequence)
            }
        }
        peers.editor.close()
        reader.join()
    }

    @Test("they are a stall when the peer never reads, and the receiving thread learns of it")
    func stallAlone() throws {
        let peers = try Peers(stallLimit: .milliseconds(50))
        let over = try SocketPair()
        let reader = try waitingReader(
            of: peers.editor, expecting: .stalled, over: over.second.rawValue)
        try peers.editor.sendBytes([UInt8](repeating: 0, count: 250_000))
        _ = try Poll.wait(over.first.rawValue, for: .readable, until: .soon)
        peers.editor.close()
        reader.join()
    }
}
