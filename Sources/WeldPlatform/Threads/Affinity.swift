// Unsafe code: the kernel's CPU mask is passed by address.

internal import CWeldPlatform
internal import Glibc

/// Which CPUs threads may run on: the placement that gates.md#placement wants stored and pinned.
public enum Affinity {
    /// Returns the CPUs (0 to 1023) that a thread may run on; tid 0 is the calling thread.
    public static func cpus(ofThread tid: Int32 = 0) throws(SystemError) -> [Int] {
        var mask = [UInt64](repeating: 0, count: 16)
        try systemCall("read affinity of thread \(tid)") {
            unsafe weld_get_affinity(tid, &mask)
        }
        return (0..<1024).filter { mask[$0 / 64] >> UInt64($0 % 64) & 1 == 1 }
    }

    /// Restricts a thread to CPUs; tid 0 is the calling thread, and threads it starts inherit.
    public static func set(_ cpus: [Int], ofThread tid: Int32 = 0) throws(SystemError) {
        var mask = [UInt64](repeating: 0, count: 16)
        for cpu in cpus where (0..<1024).contains(cpu) {
            mask[cpu / 64] |= 1 << UInt64(cpu % 64)
        }
        try systemCall("set affinity of thread \(tid)") {
            unsafe weld_set_affinity(tid, mask)
        }
    }

    /// Restricts every thread that a process has now; a thread that ends meanwhile is passed over.
    public static func set(_ cpus: [Int], ofProcess pid: Int32) throws(SystemError) {
        for name in try SmallFile.names(in: "/proc/\(pid)/task") {
            guard let tid = Int32(name) else { continue }
            do throws(SystemError) {
                try set(cpus, ofThread: tid)
            } catch {
                if error.code != ESRCH { throw error }
            }
        }
    }
}
