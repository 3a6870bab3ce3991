extension Schema {
    /// Which way of judging a rule was made for, and what rates deviate from (version 7).
    ///
    /// A rule that is older has no edition and is judged as it was.
    static let editions = """
        ALTER TABLE rule ADD COLUMN edition INTEGER;
        ALTER TABLE rule_check ADD COLUMN nominal REAL;
        """
}
