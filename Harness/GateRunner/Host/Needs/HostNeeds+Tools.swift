import Foundation
import GateHost
import GateKit

extension HostNeeds {
    /// What a window needs besides.
    static let window: [HostNeed] = [
        HostNeed(
            "sway", gates: [.g6], why: "the window is shown in it, without a screen",
            remedy: "apt-get install sway, or: weld-gates --gate G6 --compositor session"
        ) { places in
            if !places.hasOwnCompositor {
                return HostNeed.Finding(isThere: true, found: "the session's compositor is used")
            }
            return tool("sway")
        },
        HostNeed(
            "vulkan-driver", gates: [.g6], why: "the window is drawn by it",
            remedy: "apt-get install mesa-vulkan-drivers"
        ) { places in
            let chosen = ["VK_DRIVER_FILES", "VK_ICD_FILENAMES"].compactMap {
                ProcessEnvironment.value(of: $0)
            }.first { !$0.isEmpty }
            return chosen.map { HostNeed.Finding(isThere: true, found: $0) }
                ?? file("icd.d") {
                    // Without a screen, in software.
                    $0.hasSuffix(".json") && (!places.hasOwnCompositor || $0.hasPrefix("lvp_icd"))
                }
        },
        HostNeed(
            "validation-layer", gates: [.g6], why: "it must find nothing to complain about",
            remedy: "apt-get install vulkan-validationlayers"
        ) { _ in
            file("explicit_layer.d") { $0.hasPrefix("VkLayer_khronos_validation") }
        },
    ]

    /// What only makes evidence better.
    static let better: [HostNeed] = [
        HostNeed.tried(
            "real-time", isRequired: false,
            why: "the host's pulse and a compositor run before everything else",
            remedy: "sudo prlimit --pid $$ --rtprio=99:99"
        ) { _ in .realTime },
        HostNeed(
            "git", isRequired: false, why: "runs know their commit", remedy: "apt-get install git"
        ) { _ in tool("git") },
        HostNeed(
            "gdb", isRequired: false, why: "the evidence of a hang has stacks",
            remedy: "apt-get install gdb"
        ) { _ in tool("gdb") },
    ]

    private static func tool(_ name: String) -> HostNeed.Finding {
        let path = Preconditions.find(name)
        return HostNeed.Finding(isThere: path != nil, found: path ?? "not in PATH")
    }

    /// Looks where the Vulkan loader does.
    private static func file(
        _ kind: String, where isWanted: (String) -> Bool
    ) -> HostNeed.Finding {
        let folders = ["/usr/local/share", "/usr/share", "/etc", "/usr/local/etc"].map {
            "\($0)/vulkan/\(kind)"
        }
        for folder in folders {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            if let name = names.sorted().first(where: isWanted) {
                return HostNeed.Finding(isThere: true, found: "\(folder)/\(name)")
            }
        }
        return HostNeed.Finding(
            isThere: false, found: "nothing in \(folders.joined(separator: ", "))")
    }
}

/// Where private directories are made.
enum TemporaryDirectory {
    /// Returns whether a private directory and 64 MiB can be had there.
    static func finding(_ path: String) -> HostNeed.Finding {
        do {
            try RunDirectory(under: path).remove()
        } catch {
            return HostNeed.Finding(isThere: false, found: "\(error)")
        }
        let outcome = HostProbe.disk(64 << 20, directory: path).attempt()
        return HostNeed.Finding(
            isThere: outcome == .works,
            found: outcome == .works ? path : "no room for 64 MiB in \(path): \(outcome)")
    }
}
