internal import Foundation
internal import GateHost
internal import GateKit

/// The judge's Vulkan layer, which makes a device late with everything it is given
/// (gates.md#slow-device), described to the loader in a directory of the judge's.
///
/// A driver in software draws within the call that presents: there nobody is found out who does not
/// wait for the device.
struct SlowDeviceLayer {
    /// What the editor's environment needs, so that the loader finds the layer.
    let variables: [String: String]

    /// How late the device begins, in milliseconds: later than a window waits for its compositor
    /// before it chooses the next picture, and by several pictures of the runtime's.
    static let delay = 150

    private static let name = "VK_LAYER_WELD_slow_device"

    /// Describes the layer; nil where it was not built, or does not stand beside the programs.
    init?(in directory: String, _ plan: AttemptPlan) throws(ViewportFault) {
        let observer = URL(fileURLWithPath: ObserverProcess.path(plan))
        let library = observer.deletingLastPathComponent().appendingPathComponent(
            "slow-device-layer"
        ).path
        guard FileManager.default.isReadableFile(atPath: library) else { return nil }
        let file = "\(directory)/slow-device.json"
        do {
            try Self.description(of: library).write(
                toFile: file, atomically: false, encoding: .utf8)
        } catch {
            throw .harness("cannot describe the layer in \(file): \(error)")
        }
        variables = [
            "VK_LAYER_PATH": directory, "VK_INSTANCE_LAYERS": Self.name,
            "WELD_SLOW_DEVICE_MS": String(Self.delay),
        ]
    }

    /// The manifest that the loader reads.
    static func description(of library: String) -> String {
        """
        {"file_format_version": "1.2.0", "layer": {"name": "\(name)", "type": "GLOBAL",
        "library_path": "\(library)", "api_version": "1.3.0", "implementation_version": "1",
        "description": "begins with everything late"}}

        """
    }
}
