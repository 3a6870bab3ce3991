public import WeldPlatform

/// Why a region cannot be used.
public enum ViewportError: Error, Equatable, Sendable {
    /// It does not begin with the magic.
    case notARegion(magic: UInt32)
    /// Its protocol is not known.
    case unknownVersion(UInt16)
    /// Its pixels are not RGBA8.
    case unknownFormat(UInt32)
    /// Its number of slots is not its protocol's.
    case wrongSlotCount(UInt32)
    /// A side of its pictures is 0 or longer than 16384.
    case wrongPictureSize(width: UInt32, height: UInt32)
    /// Its pictures have another size than they must have.
    case unwantedPictureSize(PictureSize, wanted: PictureSize)
    /// Its real size is not what its header implies.
    case wrongRegionSize(expected: Int, actual: Int)
    /// The peer's words give the writer a slot that does not exist or is another's.
    case wrongSlot(UInt32)
    /// The system refused.
    case system(SystemError)
}

extension ViewportError: CustomStringConvertible {
    /// One sentence for the log.
    public var description: String {
        switch self {
        case .notARegion(let magic):
            "the memory is no viewport region: it begins with 0x\(String(magic, radix: 16))"
        case .unknownVersion(let version): "viewport protocol \(version) is not known"
        case .unknownFormat(let format): "viewport format \(format) is not known"
        case .wrongSlotCount(let count): "the viewport region says that it has \(count) slots"
        case .wrongPictureSize(let width, let height):
            "a viewport of \(width)x\(height) pixels is not possible"
        case .unwantedPictureSize(let size, let wanted):
            "the region is \(size.width)x\(size.height) and not the \(wanted.width)x"
                + "\(wanted.height) that --size asks for"
        case .wrongRegionSize(let expected, let actual):
            "the viewport region has \(actual) bytes and its header implies \(expected)"
        case .wrongSlot(let slot): "the viewport's words give its writer slot \(slot)"
        case .system(let error): error.description
        }
    }
}
