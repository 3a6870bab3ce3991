/// What a run lacks of the lengths that the contract asks for.
public enum ContractShortfall {
    /// Returns a sentence for each length of a gate that the run's samples fall short of.
    public static func sentences(
        _ gate: GateID, rules: [Rule], sampleCounts: [String: Int]
    ) -> [String] {
        var seen: Set<ContractLength> = []
        return rules.flatMap(\.contractLengths)
            .filter { $0.gate == gate && seen.insert($0).inserted }
            .compactMap { length in
                let count = sampleCounts[length.metric, default: 0]
                guard count < length.samples else { return nil }
                return "\(length.title) \(grouped(count)) of \(grouped(length.samples))"
            }
    }

    /// Spells a number with a space between groups of three digits.
    public static func grouped(_ number: Int) -> String {
        let digits = Array(String(number))
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += " " }
            text.append(digit)
        }
        return text
    }
}
