internal import Synchronization
internal import WeldPlatform

// Who writes the queue while the receiving thread waits in the kernel and cannot: it has no timer
// there that would make it look (a quiet round trip would pay for it), so bytes that the kernel did
// not take from another thread get a thread of their own until they are gone.
extension Connection {
    /// Announces that the receiving thread waits from here on; false when bytes are queued, which
    /// it must look after instead.
    func receiverBeginsToWait() -> Bool {
        receiverWaits.store(true, ordering: .sequentiallyConsistent)
        if queuedBytes.load(ordering: .sequentiallyConsistent) == 0 { return true }
        receiverWaits.store(false, ordering: .relaxed)
        return false
    }

    /// Starts the thread that empties the queue, unless it runs.
    func startDraining(_ half: inout SendingHalf) throws(TransportError) {
        if half.isDraining { return }
        do throws(SystemError) {
            _ = try OSThread.start(named: "weld-drain") { self.drain() }
        } catch {
            throw half.fail(.system(error))
        }
        half.isDraining = true
    }

    /// Writes until the queue is empty or the connection has failed; the failure is kept where
    /// every sender finds it.
    private func drain() {
        while !drainOnce() {
            try? waitWritable("drain", until: .never)
        }
    }

    private func drainOnce() -> Bool {
        sending.withLock { half in
            if half.failure == nil { try? push(&half) }
            half.isDraining = half.failure == nil && half.queue.count > 0
            return !half.isDraining
        }
    }
}
