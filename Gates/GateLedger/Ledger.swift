/// What exists on this machine right now, by identity, read from `/proc` (gates.md#rule-6).
///
/// A process can end while it is looked at: what vanished is left out, and a process that is gone
/// altogether is nil. Nothing here fails otherwise.
public enum Ledger {
    /// Returns the names under `/dev/shm`, sorted.
    public static func sharedMemoryNames() -> [String] {
        (FileSystemReading.names(in: "/dev/shm") ?? []).sorted()
    }

    /// Returns the paths of the sockets under a directory, sorted, never through a symbolic link.
    public static func socketFiles(under directory: String) -> [String] {
        files(under: directory).filter { $0.kind == .socket }.map(\.path)
    }
}
