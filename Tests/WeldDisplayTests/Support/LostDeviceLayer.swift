import Glibc
import WeldPlatform

/// The Vulkan layer of these tests, described to the loader in a directory of its own.
struct LostDeviceLayer {
    private static let name = "VK_LAYER_WELD_lost_device"
    private let directory: String

    /// Describes the layer in a directory.
    init(in directory: String) throws {
        self.directory = directory
        let library = try EditorProcess.builtFolder + "/liblost-device-layer.so"
        let file = try RegularFile.create("\(directory)/lost-device.json")
        let text = """
            {"file_format_version": "1.2.0", "layer": {"name": "\(Self.name)", "type": "GLOBAL",
            "library_path": "\(library)", "api_version": "1.3.0", "implementation_version": "1",
            "description": "loses the device"}}
            """
        _ = unsafe try Array(text.utf8).withUnsafeBytes { unsafe try file.write($0) }
    }

    /// What a client's environment must say; the submission is counted from 1.
    func environment(losingAt submission: Int) -> [String] {
        [
            "VK_LAYER_PATH=\(directory)", "VK_INSTANCE_LAYERS=\(Self.name)",
            "WELD_LOST_DEVICE_AT=\(submission)",
        ]
    }
}
