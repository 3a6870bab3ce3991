/// Checks that a decoder leaves out, for the sabotages of gate G3; nothing else asks for them.
///
/// Looked at only where a check has failed, so a frame without fault costs nothing for it.
public struct DecoderLeniency: OptionSet, Sendable {
    /// One bit a check.
    public let rawValue: UInt8

    /// Makes a leniency from its bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Any magic will do (`accept-bad-magic`).
    public static let anyMagic = DecoderLeniency(rawValue: 1)
    /// Any schema hash will do (`skip-hash-check`).
    public static let anyHash = DecoderLeniency(rawValue: 2)
}
