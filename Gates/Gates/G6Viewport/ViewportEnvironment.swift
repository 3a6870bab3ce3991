internal import Foundation
internal import GateHost

/// What every program of a viewport attempt finds around it.
///
/// Built by the judge and not inherited: variables and files of a user's own choose the driver,
/// silence the validation layer, name another compositor, or preload what is not judged.
enum ViewportEnvironment {
    /// Returns the environment of a program, as `NAME=value`.
    ///
    /// - Parameters:
    ///   - inherited: What the attempt itself found; little of it is passed on.
    ///   - home: The directory that is all of the program's own places: nothing of the user's
    ///     home is read (layers, drivers and their settings lie there).
    ///   - additions: What the judge sets besides.
    static func variables(
        from inherited: [String], home: String, adding additions: [String: String] = [:]
    ) -> [String] {
        let places = [
            "HOME": home, "TMPDIR": home, "XDG_RUNTIME_DIR": home, "XDG_CONFIG_HOME": home,
            "XDG_DATA_HOME": home, "XDG_CACHE_HOME": home,
        ]
        return ChildEnvironment.variables(
            adding: places.merging(additions) { $1 }, from: inherited)
    }

    /// Returns the same as what a stub finds around it, its directory being home and start.
    static func surroundings(
        in directory: String, adding additions: [String: String] = [:],
        inheriting inherited: [InheritedDescriptor] = []
    ) -> SubjectSurroundings {
        SubjectSurroundings(
            environment: variables(
                from: ProcessEnvironment.all(), home: directory, adding: additions),
            directory: directory, inherited: inherited)
    }
}

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
