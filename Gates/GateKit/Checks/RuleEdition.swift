extension Rule {
    /// Which way of judging turns the evidence into a verdict.
    ///
    /// Stored with every rule, so that what was judged once comes out the same for ever. A new
    /// edition needs a new version of the store's schema: an older `weld-gates` must refuse what it
    /// would judge otherwise.
    public enum Edition: Int, Codable, CaseIterable, Hashable, Sendable {
        /// An excuse was bounded for times in nanoseconds only, and whatever was violated beside a
        /// control's own check made its gate BLIND.
        case first = 1
        /// An excuse is bounded in the check's own unit, and what the host took is counted once and
        /// only in the sample's own time; beside a control's own check only what no host can cause
        /// makes its gate BLIND (credibility.md#host-time and credibility.md#controls).
        case second = 2

        /// The edition that new rules are judged by.
        public static let current = Edition.second
    }
}
