/// The provenance facts that the store's views and the report look for by name; every other fact
/// is shown as it was stored (gates page, rule 12).
public enum ProvenanceKey {
    /// The host's name.
    public static let host = "host"
    /// The commit that the binaries were built from.
    public static let commit = "commit"
    /// `yes` when the working tree differed from the commit, `results/` left out, else `no`.
    public static let dirty = "dirty"
    /// The build configuration, `debug` or `release`.
    public static let configuration = "configuration"
}

extension RunRecord {
    /// Whether the working tree differed from the commit.
    public var isDirty: Bool { fact(ProvenanceKey.dirty) == "yes" }

    /// Whether the binaries were built for debugging.
    public var isDebugBuild: Bool { fact(ProvenanceKey.configuration) == "debug" }
}
