/// What decides whether a device is taken: pure, so that it can be tested without one.
struct DeviceCandidate: Equatable, Sendable {
    /// Kinds of device, the best first.
    enum Kind: Int, Comparable, Sendable {
        case discrete, integrated, virtual, software, other

        static func < (left: Kind, right: Kind) -> Bool { left.rawValue < right.rawValue }
    }

    var name: String
    var kind: Kind
    var version: VulkanVersion
    /// A family of queues that draws and presents to the window.
    var queueFamily: UInt32?
    var hasSwapchain: Bool
    /// Dynamic rendering and the second generation of barriers.
    var hasFeatures: Bool

    /// Why the device cannot be used; nil when it can.
    var fault: String? {
        if version < .required { return "\(name) has Vulkan \(version), not 1.3" }
        if !hasSwapchain { return "\(name) has no swapchain" }
        if queueFamily == nil { return "\(name) does not present to it" }
        if !hasFeatures { return "\(name) lacks dynamicRendering or synchronization2" }
        return nil
    }

    /// The index of the best usable device; the first among equals.
    static func best(of candidates: [DeviceCandidate]) throws(DisplayError) -> Int {
        guard !candidates.isEmpty else { throw .noDriver(nil) }
        let usable = candidates.indices.filter { candidates[$0].fault == nil }
        guard let best = usable.min(by: { candidates[$0].kind < candidates[$1].kind }) else {
            throw .noDevice(candidates.compactMap(\.fault))
        }
        return best
    }
}
