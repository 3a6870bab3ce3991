/// The provenance facts that the store's views and the report look for by name; every other fact
/// is shown as it was stored (gates.md#rule-12).
public enum ProvenanceKey {
    /// The host's name.
    public static let host = "host"
    /// The commit that the binaries were built from.
    public static let commit = "commit"
    /// `yes` when the working tree differed from the commit, `results/` left out, else `no`.
    public static let dirty = "dirty"
    /// The build configuration, `debug` or `release`.
    public static let configuration = "configuration"
    /// `yes` when the run was told to refuse a GO on a dirty tree or of a debug build.
    public static let strict = "strict"
}

extension RunRecord {
    /// Whether the working tree differed from the commit.
    public var isDirty: Bool { fact(ProvenanceKey.dirty) == "yes" }

    /// Whether the binaries were built for debugging.
    public var isDebugBuild: Bool { fact(ProvenanceKey.configuration) == "debug" }

    /// Why a strict run refuses every GO; nil for a run that does not.
    public var refusal: String? {
        guard fact(ProvenanceKey.strict) == "yes" else { return nil }
        // An unknown commit or flag is not known to be clean.
        let dirty = fact(ProvenanceKey.dirty) == "no" ? nil : "the tree is not known to be clean"
        let debug = isDebugBuild ? "the build is a debug build" : nil
        let reasons = [dirty, debug].compactMap(\.self)
        return reasons.isEmpty ? nil : reasons.joined(separator: ", ")
    }
}
