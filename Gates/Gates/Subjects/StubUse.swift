internal import GateHost
internal import GateKit
internal import WeldContract

internal import struct GateHost.DescriptorEntry
internal import enum GateHost.Ledger

/// What a stub holds while it serves, seen by looking into it and not by its word.
struct StubUse {
    /// Its descriptors, shared mappings and threads, by what each is for.
    let roles: EditorRoles
    /// Private memory that it has touched, in bytes, huge pages left out: those come by the
    /// kernel's own choice.
    let memory: UInt64

    /// Looks at a process; nil where it is gone.
    init?(of pid: Int32) {
        guard let roles = EditorRoles(of: pid), let memory = Self.memory(of: pid) else {
            return nil
        }
        self.roles = roles
        self.memory = memory
    }

    /// Returns the private memory of a process in bytes; nil where it is gone.
    static func memory(of pid: Int32) -> UInt64? {
        guard let text = Ledger.detail("smaps_rollup", of: pid),
            let all = kilobytes(of: "Anonymous", in: text)
        else {
            return Ledger.detail("status", of: pid)
                .flatMap { kilobytes(of: "RssAnon", in: $0) }.map { $0 * 1024 }
        }
        let huge = kilobytes(of: "AnonHugePages", in: text) ?? 0
        return (all - min(all, huge)) * 1024
    }

    /// Reads the number of a line such as `RssAnon:  128 kB`.
    static func kilobytes(of field: String, in text: String) -> UInt64? {
        text.split(separator: "\n").first { $0.hasPrefix("\(field):") }
            .flatMap {
                // A long number leaves no space behind the tab.
                $0.split { $0 == " " || $0 == "\t" }.dropLast().last.flatMap { UInt64($0) }
            }
    }

    /// Returns the descriptors that a program started by their process would inherit
    /// (platform.md#transport): of a stub none, but for its standard streams and the judge's own
    /// pipe.
    ///
    /// - Parameter given: The pipe that the judge gave it for its events, which an editor hands on.
    static func inheritable(
        _ descriptors: [DescriptorEntry], but given: DescriptorEntry.Identity?
    ) -> [DescriptorEntry] {
        descriptors.filter { $0.number > 2 && !$0.closeOnExec && $0.identity != given }
    }
}

extension Recorder {
    /// Records for each descriptor of a stub whether a program that it starts inherits it.
    func inheritance(of pid: Int32, _ metric: String, events: EventReader) {
        guard let descriptors = Ledger.descriptors(of: pid), !descriptors.isEmpty else {
            return violation(.misbehaviour, "process \(pid) is gone where it should serve")
        }
        let open = StubUse.inheritable(descriptors, but: events.identity)
        samples(
            metric,
            [Double](repeating: 0, count: descriptors.count { $0.number > 2 } - open.count)
                + [Double](repeating: 1, count: open.count), unit: .count)
        for entry in open.prefix(5) {
            fact("inherited by what process \(pid) starts", "\(entry.number): \(entry.target)")
        }
    }

    /// Records what a stub holds that it did not, once it has had a second to let it go, and how
    /// much more memory.
    func growth(of pid: Int32, since earlier: StubUse, held: String, memory: String) {
        let start = MonotonicClock.now()
        guard let difference = EditorRoles.settledDifference(of: pid, since: earlier.roles),
            let now = StubUse.memory(of: pid)
        else {
            return violation(.misbehaviour, "process \(pid) is gone where it should serve")
        }
        trial(held, holds: difference.isEmpty, span: difference.isEmpty ? nil : .since(start))
        if !difference.isEmpty { fact("gained by process \(pid)", difference.sentence) }
        samples(memory, [Double(now) - Double(min(now, earlier.memory))], unit: .bytes)
    }
}

/// What two lives that nobody disturbs must not show, whatever is judged of their pictures.
enum StubLives {
    /// Returns what must not happen in a life that nobody disturbs, in words: a wrong reply, a frame
    /// that breaks the protocol, a runtime that ended.
    ///
    /// A silence that was too long is none of it: a host can make one.
    static func disturbances(in events: some Collection<EventRecord>) -> [String] {
        let isSilent = events.contains { $0.kind == .heartbeatMissed }
        return events.compactMap { record in
            switch record.event {
            case .wrongReply(let type, let sequence): "a reply \(type) \(sequence) is wrong"
            case .wireError(let name, _): "\(record.role.rawValue): \(name)"
            case .restarting where !isSilent: "the runtime ended and was replaced"
            default: nil
            }
        }
    }
}
