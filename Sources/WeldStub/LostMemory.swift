// Unsafe code: memory that is mapped and lost on purpose.

internal import WeldPlatform

/// A shared mapping that nobody gives back.
final class LostMapping: Sendable {
    /// The mapping.
    let mapping: Mapping

    private init(_ mapping: consuming Mapping) { self.mapping = mapping }

    /// Maps memory for as long as the process lives; nil where the system refuses.
    static func make(bytes: Int) -> LostMapping? {
        guard let object = try? MemoryObject.sealed(label: "weld-lost", size: bytes),
            let mapping = try? object.map()
        else { return nil }
        let lost = LostMapping(mapping)
        _ = unsafe Unmanaged.passRetained(lost)
        return lost
    }
}

/// Pages of one large mapping that become resident one after the other: no allocator counts them,
/// and no mapping is added.
struct LostPages {
    private var place: LostMapping?
    private var touched = 0

    private static let size = 256 * 1024 * 1024
    private static let step = 512 * 1024

    /// Makes some more of them resident.
    mutating func touchMore() {
        if place == nil { place = LostMapping.make(bytes: Self.size) }
        guard let place, touched + Self.step <= Self.size else { return }
        for offset in stride(from: touched, to: touched + Self.step, by: 4096) {
            unsafe place.mapping.bytes[offset] = 0xA5
        }
        touched += Self.step
    }
}
