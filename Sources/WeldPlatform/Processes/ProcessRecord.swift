/// What `/proc/<pid>/stat` says about a process.
struct ProcessRecord: Equatable {
    /// R, S, D, Z and so on.
    var state: UInt8
    /// Field 22, in ticks since boot.
    var startTicks: UInt64

    /// A zombie or a process that is being taken down: it runs no more.
    var isDead: Bool {
        state == UInt8(ascii: "Z") || state == UInt8(ascii: "X") || state == UInt8(ascii: "x")
    }

    static func read(pid: Int32) -> ProcessRecord? {
        guard pid > 0, let line = try? SmallFile.read("/proc/\(pid)/stat") else { return nil }
        return ProcessRecord(line)
    }

    /// Parses the line.
    ///
    /// Field 2, the name, may itself hold blanks and parentheses, so counting starts after the last
    /// closing one.
    init?(_ line: [UInt8]) {
        guard let nameEnd = line.lastIndex(of: UInt8(ascii: ")")) else { return nil }
        let fields = line[(nameEnd + 1)...].split(separator: UInt8(ascii: " "))
        guard
            fields.count > 19, let state = fields[0].first,
            let ticks = UInt64(String(decoding: fields[19], as: UTF8.self))
        else { return nil }
        self.state = state
        self.startTicks = ticks
    }
}
