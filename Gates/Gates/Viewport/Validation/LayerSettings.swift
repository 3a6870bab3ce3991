internal import Foundation

/// The settings that the judge gives the validation layer, and the file in which it writes.
struct LayerSettings {
    /// Where the layer writes.
    let logPath: String
    /// What the editor's environment needs, so that the layer finds them.
    let variables: [String: String]

    /// Writes the settings into a directory of the judge's.
    init(in directory: String) throws(ViewportFault) {
        logPath = "\(directory)/layer.log"
        let file = "\(directory)/vk_layer_settings.txt"
        variables = ["VK_LAYER_SETTINGS_PATH": file]
        do {
            try Self.text(logPath: logPath).write(toFile: file, atomically: false, encoding: .utf8)
        } catch {
            throw .harness("cannot write the layer's settings \(file): \(error)")
        }
    }

    /// The settings themselves: everything but information, synchronization included, to a file.
    static func text(logPath: String) -> String {
        """
        khronos_validation.debug_action = VK_DBG_LAYER_ACTION_LOG_MSG
        khronos_validation.log_filename = \(logPath)
        khronos_validation.report_flags = error,warn,perf
        khronos_validation.enables = VK_VALIDATION_FEATURE_ENABLE_SYNCHRONIZATION_VALIDATION_EXT

        """
    }

    /// What the layer wrote so far; nothing where it made no file.
    func read() -> LayerLog {
        let data = FileManager.default.contents(atPath: logPath) ?? Data()
        return LayerLog(String(decoding: data, as: UTF8.self))
    }
}
