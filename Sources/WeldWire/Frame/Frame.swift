#if _endian(big)
    #error("The wire is little-endian and bodies are memory images: no big-endian target")
#endif

/// The constants of the frame format (wire-protocol.md#frame).
public enum Frame {
    /// First four bytes of every frame; on the wire 44 4C 45 57.
    public static let magic: UInt32 = 0x5745_4C44
    /// The protocol version that this engine speaks.
    public static let version: UInt16 = 1
    /// Bytes before the payload.
    public static let headerSize = 16
    /// Bytes of the schema hash, the first part of the payload.
    public static let hashSize = 8
    /// Bytes before the body: header and schema hash.
    public static let prefixSize = 24
    /// Largest payload length that is not `payloadTooLarge`, in bytes, inclusive.
    public static let maximumPayload: UInt32 = 16_777_216
    /// Bytes of the longest frame of the catalogue, so a buffer of this size takes any message.
    public static let longest = MessageCatalogue.descriptors.map(\.frameLength).max() ?? prefixSize
}
