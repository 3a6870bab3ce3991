/// What a program answers to `--contract`: a flat JSON object on one line (contract.md#offer).
public struct ContractOffer: Equatable, Sendable {
    /// The version of this contract.
    public static let currentVersion: UInt32 = 1

    /// The contract's version that the program keeps.
    public var version: UInt32
    /// What the program is.
    public var role: ProcessRole
    /// The names of the sabotages that it has; without any nothing proves that a fault in it would
    /// be seen.
    public var sabotages: [String]

    /// Returns what the programs of this package answer.
    public static func own(_ role: ProcessRole) -> ContractOffer {
        ContractOffer(
            version: currentVersion, role: role,
            sabotages: SabotageEntry.known(to: role).map { $0.name.rawValue })
    }

    /// Creates an answer.
    public init(version: UInt32, role: ProcessRole, sabotages: [String]) {
        self.version = version
        self.role = role
        self.sabotages = sabotages
    }

    /// Reads an answer, with or without its newline.
    public init(_ text: String) throws(ContractBreach) {
        var scanner = FlatScanner(Array(text.utf8.prefix { $0 != 0x0A }))
        let fields = EventFields(event: nil, try scanner.object())
        version = try fields.integer("contract")
        let role = try fields.text("role")
        guard let known = ProcessRole(rawValue: role) else {
            throw ContractBreach(.wrongValue(key: "role", value: role))
        }
        self.role = known
        sabotages = try fields.text("sabotages").split(separator: " ").map(String.init)
    }

    /// The answer with its newline.
    public var text: String {
        "{\"contract\":\(version),\"role\":\"\(role.rawValue)\","
            + "\"sabotages\":\(EventLine.quoted(sabotages.joined(separator: " ")))}\n"
    }
}
