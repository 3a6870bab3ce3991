internal import Foundation
internal import WeldPlatform

/// The driver that the editor's window is drawn with.
enum VulkanDriver {
    /// Where drivers describe themselves.
    private static let folders = ["/usr/share/vulkan/icd.d", "/etc/vulkan/icd.d"]
    /// How the user names drivers for the loader, newest first.
    private static let choices = ["VK_DRIVER_FILES", "VK_ICD_FILENAMES"]

    /// Returns what the editor's environment needs: the user's own choice wherever there is one,
    /// else Mesa's software driver in a compositor without a screen.
    static func variables(isHeadless: Bool) throws(ViewportFault) -> [String: String] {
        let chosen = choices.compactMap { name in
            ProcessEnvironment.value(of: name).map { (name, $0) }
        }
        guard isHeadless, chosen.isEmpty else {
            return Dictionary(uniqueKeysWithValues: chosen)
        }
        let files = folders.flatMap { folder in
            ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
                .filter { $0.hasPrefix("lvp_icd") && $0.hasSuffix(".json") }
                .map { "\(folder)/\($0)" }
        }
        guard let file = files.first else {
            throw .precondition(
                "there is no software Vulkan driver: install the package mesa-vulkan-drivers")
        }
        return Dictionary(uniqueKeysWithValues: choices.map { ($0, file) })
    }
}
