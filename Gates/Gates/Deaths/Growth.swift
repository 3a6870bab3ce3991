/// What a process gained over the same thing done again and again.
///
/// Pure: figures that were taken at the same point of each round go in.
enum Growth {
    /// Returns by how much the least of the last quarter exceeds the most of the second one.
    ///
    /// What the first quarter needs to warm up does not count. Nil of fewer than 8 figures.
    ///
    /// What comes and goes is in neither; what stays of every round is.
    static func gained(_ figures: [UInt64]) -> UInt64? {
        let quarter = figures.count / 4
        guard quarter >= 2, let before = figures[quarter..<(2 * quarter)].max(),
            let after = figures.suffix(quarter).min()
        else { return nil }
        return after > before ? after - before : 0
    }
}
