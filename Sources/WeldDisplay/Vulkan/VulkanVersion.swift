/// A version of the Vulkan interface, packed as Vulkan packs it.
struct VulkanVersion: Comparable, Sendable, CustomStringConvertible {
    let packed: UInt32

    /// What this window is written against: dynamic rendering and the second generation of barriers.
    static let required = VulkanVersion(1, 3)

    init(packed: UInt32) {
        self.packed = packed
    }

    init(_ major: UInt32, _ minor: UInt32, _ patch: UInt32 = 0) {
        packed = major << 22 | minor << 12 | patch
    }

    /// Such as "1.3.230"; the variant in the upper bits is left out.
    var description: String {
        "\(packed >> 22 & 0x7F).\(packed >> 12 & 0x3FF).\(packed & 0xFFF)"
    }

    static func < (left: VulkanVersion, right: VulkanVersion) -> Bool {
        left.packed < right.packed
    }
}
