internal import GateHost

internal import enum GateHost.Ledger

/// A living pair as the judge finds it in `/proc`, whatever the two say of themselves
/// (credibility.md#independence).
struct PairView: Equatable {
    /// Whether the runtime's process lives.
    var runtimeLives = true
    /// Whether it is a child of who must have started it.
    var hasItsParent = true
    /// Whether the runtime before it is gone: reaped, and no zombie.
    var predecessorIsGone = true
    /// How many connections of the editor's socket stand.
    var connections = 1
    /// Whether the runtime has mapped the very memory that the editor holds.
    var sharesRegion = true
    /// What the judge reads in that memory; nil where it is of another protocol.
    var region: RegionView?

    /// What contradicts that this runtime took the place of another: one sentence each.
    ///
    /// - Parameters:
    ///   - epoch: The number of the runtime, counted from 1.
    ///   - earlier: The highest number of a picture that was there before it.
    func contradictions(epoch: UInt32, after earlier: UInt64) -> [String] {
        var found: [String] = []
        if !runtimeLives { found.append("the new runtime does not live") }
        if !hasItsParent { found.append("the new runtime is not its editor's child") }
        if !predecessorIsGone { found.append("the runtime before it was not reaped") }
        if connections != 1 { found.append("\(connections) connections stand instead of 1") }
        if !sharesRegion { found.append("the two do not share the region's memory") }
        guard let region else { return found }
        if region.epoch != epoch {
            found.append("the region's epoch is \(region.epoch) and not \(epoch)")
        }
        if region.newest(ofWriter: epoch) <= earlier {
            found.append("no picture of epoch \(epoch) after \(earlier) lies in the region")
        }
        return found
    }
}

extension PairView {
    /// Looks at a pair.
    ///
    /// - Parameters:
    ///   - parent: Who started the runtime.
    ///   - predecessor: The runtime before it, which is no zombie any more.
    init(editor: Int32, runtime: Int32, parent: Int32, predecessor: Int32?, socket: String?) {
        let process = Ledger.process(runtime)
        let object = RegionView.object(of: editor)
        runtimeLives = process.map { !$0.hasEnded } ?? false
        hasItsParent = process?.parent == parent
        predecessorIsGone =
            predecessor.map { $0 == runtime || Ledger.process($0)?.parent != parent } ?? true
        connections = socket.map { Self.connections(at: $0, of: editor) } ?? 1
        sharesRegion =
            object.map { object in
                (Ledger.mappings(of: runtime) ?? []).contains {
                    $0.isShared && $0.inode == object.inode
                }
            } ?? false
        region = RegionView(of: editor)
    }

    /// How many accepted connections of a socket a process holds.
    ///
    /// The kernel's table may leave one out, or say it twice, while others come and go: one that
    /// says what it should is believed.
    private static func connections(at path: String, of pid: Int32) -> Int {
        let held = Set((Ledger.descriptors(of: pid) ?? []).map(\.target))
        var count = 0
        for _ in 0..<5 where count != 1 {
            count = Set(connected(at: path, in: Ledger.detail("net/unix", of: pid) ?? ""))
                .count { held.contains("socket:[\($0)]") }
        }
        return count
    }

    /// Returns the inodes of the connections of a socket, by the kernel's table of such sockets.
    static func connected(at path: String, in table: String) -> [String] {
        table.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " ", maxSplits: 7)
            // State 03 is a connection; the listening socket itself is in state 01.
            guard fields.count == 8, fields[5] == "03",
                fields[7].drop(while: { $0 == " " }) == path
            else { return nil }
            return String(fields[6])
        }
    }
}
