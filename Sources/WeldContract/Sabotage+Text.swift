// How a sabotage is written on a command line and in events.

extension Sabotage {
    /// The value in canonical form: nanoseconds, and the period where there is one.
    public var value: String {
        switch entry.value {
        case .none: ""
        case .time: "\(nanoseconds)ns"
        case .timeEvery: "\(nanoseconds)ns/\(every)"
        }
    }

    /// What switches the fault on, as `--sabotage` takes it: `echo-delay=2ms`.
    public var text: String {
        switch entry.value {
        case .none: name.rawValue
        case .time: "\(name.rawValue)=\(SabotageValue.text(nanoseconds))"
        case .timeEvery: "\(name.rawValue)=\(SabotageValue.text(nanoseconds))/\(every)"
        }
    }
}

extension Sabotage {
    /// Reads `NAME` or `NAME=VALUE` of a process; nil for what it does not have.
    ///
    /// TIME is a whole number of `us`, `ms` or `s`, at most an hour; N is from 1 to 1 000 000 000.
    public init?(parsing text: String, for role: ProcessRole) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let value = parts.count == 2 ? parts[1] : nil
        guard let name = SabotageName(rawValue: String(parts[0])),
            SabotageEntry.of(name).subjects.contains(role)
        else { return nil }
        switch (SabotageEntry.of(name).value, value) {
        case (.none, nil):
            self.init(name)
        case (.time, let value?):
            guard let time = SabotageValue.nanoseconds(value) else { return nil }
            self.init(name, nanoseconds: time)
        case (.timeEvery, let value?):
            let halves = value.split(separator: "/", omittingEmptySubsequences: false)
            guard halves.count == 2, let time = SabotageValue.nanoseconds(halves[0]),
                let every = SabotageValue.natural(halves[1]), every <= 1_000_000_000
            else { return nil }
            self.init(name, nanoseconds: time, every: every)
        default:
            return nil
        }
    }
}

/// Spells and reads the times of sabotages.
enum SabotageValue {
    private static let units: [(suffix: String, nanoseconds: UInt64)] = [
        ("us", 1000), ("ms", 1_000_000), ("s", 1_000_000_000),
    ]
    private static let hour: UInt64 = 3_600_000_000_000

    /// Returns the time in the largest unit that spells it whole; what is no whole number of
    /// microseconds is rounded down.
    static func text(_ nanoseconds: UInt64) -> String {
        let unit = units.last { nanoseconds.isMultiple(of: $0.nanoseconds) } ?? units[0]
        return "\(nanoseconds / unit.nanoseconds)\(unit.suffix)"
    }

    static func nanoseconds(_ text: Substring) -> UInt64? {
        for unit in units where text.hasSuffix(unit.suffix) {
            guard let count = natural(text.dropLast(unit.suffix.utf8.count)) else { continue }
            let (product, overflow) = count.multipliedReportingOverflow(by: unit.nanoseconds)
            return overflow || product > hour ? nil : product
        }
        return nil
    }

    /// Signs, spaces and underscores are not numbers; nor is zero here.
    static func natural(_ text: Substring) -> UInt64? {
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = UInt64(text),
            number > 0
        else { return nil }
        return number
    }
}
