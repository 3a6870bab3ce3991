/// Everything that an attempt's process is told; it travels as JSON and is stored as told.
public struct AttemptPlan: Codable, Hashable, Sendable {
    /// The name of the procedure to perform.
    public var procedure: String
    /// The gates that the attempt is judged for.
    public var gates: [GateID]
    /// How long to look.
    public var profile: Profile
    /// Which replicate this is, counted from 0.
    public var replicate: Int
    /// The seed of everything random; the same seed gives the same bytes everywhere.
    public var seed: UInt64
    /// The controls that it is made for; none in a real attempt.
    public var controls: [Control]
    /// A private directory, mode 0700, that exists only for this attempt.
    public var scratchDirectory: String
    /// The path of the editor under test.
    public var editorPath: String
    /// The path of the runtime under test.
    public var runtimePath: String
    /// After how many seconds the harness ends the attempt.
    public var deadlineSeconds: Double
    /// What the procedure's options came to, by key (``PreparedOption/entries``).
    public var options: [String: String]

    /// Creates a plan.
    public init(
        procedure: String, gates: [GateID], profile: Profile, replicate: Int, seed: UInt64,
        controls: [Control] = [], scratchDirectory: String, editorPath: String, runtimePath: String,
        deadlineSeconds: Double, options: [String: String] = [:]
    ) {
        self.procedure = procedure
        self.gates = gates
        self.profile = profile
        self.replicate = replicate
        self.seed = seed
        self.controls = controls
        self.scratchDirectory = scratchDirectory
        self.editorPath = editorPath
        self.runtimePath = runtimePath
        self.deadlineSeconds = deadlineSeconds
        self.options = options
    }

    /// Returns the arguments that switch this plan's sabotages on in the given stub.
    public func sabotageArguments(for role: SubjectRole) -> [String] {
        controls.faults.filter { $0.subject == role }.flatMap { ["--sabotage", $0.sabotage] }
    }

    /// Which replicate this is as people count, from 1.
    public var ordinal: Int { replicate < .max ? replicate + 1 : replicate }

    /// Whether it is made with sabotages, and not to judge the subject.
    public var isControl: Bool { !controls.isEmpty }
}

extension AttemptPlan {
    /// Decodes a plan; one from before there were options has two of them under keys of their own,
    /// and one from before controls shared attempts has at most one.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            procedure: try values.decode(String.self, forKey: .procedure),
            gates: try values.decode([GateID].self, forKey: .gates),
            profile: try values.decode(Profile.self, forKey: .profile),
            replicate: try values.decode(Int.self, forKey: .replicate),
            seed: try values.decode(UInt64.self, forKey: .seed),
            controls: try values.decodeIfPresent([Control].self, forKey: .controls)
                ?? EarlierControl(from: decoder).controls,
            scratchDirectory: try values.decode(String.self, forKey: .scratchDirectory),
            editorPath: try values.decode(String.self, forKey: .editorPath),
            runtimePath: try values.decode(String.self, forKey: .runtimePath),
            deadlineSeconds: try values.decode(Double.self, forKey: .deadlineSeconds),
            options: try values.decodeIfPresent([String: String].self, forKey: .options)
                ?? EarlierOptions(from: decoder).entries)
    }

    /// The control as plans had it when an attempt had one.
    private struct EarlierControl: Decodable {
        var control: Control?

        var controls: [Control] { [control].compactMap(\.self) }
    }

    /// The options as plans had them when they had no others.
    private struct EarlierOptions: Decodable {
        struct Display: Decodable {
            var compositor: String
            var sessionSocket: String?
            var framesDirectory: String?
        }
        struct SanitizedStubs: Decodable {
            var directory: String
        }
        var display: Display?
        var sanitizedStubs: SanitizedStubs?

        var entries: [String: String] {
            var entries: [String: String] = [:]
            entries["compositor"] = display?.compositor
            entries["session-socket"] = display?.sessionSocket
            entries["keep-frames"] = display?.framesDirectory
            entries["sanitized-stubs"] = sanitizedStubs?.directory
            return entries
        }
    }
}
