// Unsafe code of the harness, part three: poll's array.
import Glibc

/// Waits for any of a few descriptors.
enum HostPoll {
    /// Returns which of the descriptors can be read or have ended; negative ones are left out.
    ///
    /// - Parameter until: nanoseconds of the monotonic clock; nil waits for ever.
    static func readable(_ descriptors: [Int32], until: UInt64?) -> [Bool] {
        var entries = descriptors.map {
            pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
        }
        var timeout: Int32 = -1
        if let until {
            let now = HostClock.now()
            let left = until > now ? until - now : 0
            timeout = Int32(clamping: (left + 999_999) / 1_000_000)
        }
        let count = entries.count
        let ready = unsafe poll(&entries, nfds_t(count), timeout)
        guard ready > 0 else { return descriptors.map { _ in false } }
        return entries.map { $0.revents != 0 }
    }
}
