import WeldContract
import WeldPlatform
import WeldStub
import WeldTransport

/// Removes what dead editors left: sockets and shared memory that bear the pid of a dead process.
///
/// Only names of the exact form, only sockets, only this user's, only dead owners, never through a
/// symbolic link (platform.md#orphan-sweep). Whatever cannot be examined is left alone.
struct OrphanSweep: Sendable {
    /// Sweeps the directory of sockets and the names of shared memory; returns what was removed.
    ///
    /// - Parameter sabotages: `no-sweep` and `sweep-living` are meant.
    static func run(socketDirectory: String, sabotages: Sabotages = Sabotages()) -> [String] {
        if sabotages.has(.noSweep) { return [] }
        let sparesLiving = !sabotages.has(.sweepLiving)
        // Among the names of shared memory there are everybody's: nobody's fault may reach those.
        return sweepSockets(in: socketDirectory, sparesLiving) + sweepSharedMemory()
    }

    /// Whether a process that a name bears is not the one that made it: it is dead, or it is
    /// younger than the file.
    ///
    /// A process's start is known to the tick (10 ms) and relative to a clock that may be set, so
    /// "younger" wants a wide margin; a recycled pid is seconds younger at least.
    static func isOrphan(
        owner: Int32, fileTime: UInt64, identity: ProcessIdentity?
    ) -> Bool {
        guard let identity, identity.isAlive else { return true }
        let margin: UInt64 = 100_000_000
        return identity.startedAtRealTimeNanoseconds > fileTime + margin
    }

    private static func sweepSockets(
        in directory: String, _ sparesLiving: Bool
    ) -> [String] {
        let names = (try? FileListing.names(in: directory)) ?? []
        return names.compactMap { name in
            let path = "\(directory)/\(name)"
            // What is looked at, and nothing that takes its place meanwhile.
            let file = (try? DescriptorFacts.at(path)) ?? nil
            guard let file, let owner = Endpoint.editorPID(ofSocketNamed: name),
                owner != ProcessEnvironment.pid,
                isRemovable(path, kind: .socket, owner: owner, sparesLiving), !isListening(path)
            else { return nil }
            return (try? StreamSocket.remove(path, ifStill: file)) == nil ? nil : path
        }
    }

    private static func sweepSharedMemory() -> [String] {
        guard let directory = MemoryObject.directory else { return [] }
        let names = (try? FileListing.names(in: directory)) ?? []
        return names.compactMap { file in
            guard let name = SharedMemoryName("/\(file)"),
                name.ownerPID != ProcessEnvironment.pid,
                isRemovable("\(directory)/\(file)", kind: .regular, owner: name.ownerPID)
            else { return nil }
            // Its pid may be another namespace's, where it lives: the lock on it cannot lie.
            return (try? MemoryObject.unlinkUnowned(name)) == nil ? nil : name.text
        }
    }

    private static func isRemovable(
        _ path: String, kind: DescriptorFacts.Kind, owner: Int32,
        _ sparesLiving: Bool = true
    ) -> Bool {
        guard let facts = try? DescriptorFacts.at(path), facts.kind == kind,
            facts.owner == ProcessEnvironment.userID,
            let time = try? FileListing.modificationTime(of: path)
        else { return false }
        guard sparesLiving else { return true }
        // A process that exists but whose record cannot be read (EPERM) is alive.
        let unreadable = ProcessIdentity(pid: owner, startTicks: 0)
        let identity = ProcessIdentity.of(pid: owner)
        if identity == nil, unreadable.isAlive { return false }
        return isOrphan(owner: owner, fileTime: time, identity: identity)
    }

    /// A socket that somebody listens at is alive, whatever its name says.
    private static func isListening(_ path: String) -> Bool {
        do throws(SystemError) {
            _ = try StreamSocket.connect(to: path, until: .after(.milliseconds(100)))
            return true
        } catch {
            return error.kind != .refused
        }
    }
}
