// Unsafe code: the halves of a frame are handed to the socket by address.

import WeldContract
import WeldPlatform
import WeldStub
import WeldTransport
import WeldWire

extension SessionReader {
    /// Writes half of a reply, holds there, then writes the rest (`--hold-at mid-frame`).
    ///
    /// Meanwhile the main loop may send too: corked, its frames wait in the queue and do not land
    /// between the halves, which go around the queue.
    mutating func holdInsideReply(_ request: Echo, _ sequence: UInt32) throws(SessionFailure) {
        let frame = FrameEncoder.encode(EchoReply(payload: request.payload), sequence: sequence)
        let middle = frame.count / 2
        connection.cork()
        try transport { () throws(TransportError) in
            try connection.flush(until: .after(.seconds(1)))
        }
        write(frame[..<middle])
        services.hold.reach(.midFrame)
        write(frame[middle...])
        try transport { () throws(TransportError) in try connection.uncork() }
        counts.countSent(.echoReply)
    }

    /// Writes past the queue; a frame's half always fits a socket that was just flushed, and a dead
    /// peer is found by the next receive.
    private func write(_ bytes: ArraySlice<UInt8>) {
        unsafe bytes.withUnsafeBytes { raw in
            _ = unsafe try? StreamSocket.send(connection.descriptor, raw)
        }
    }
}
