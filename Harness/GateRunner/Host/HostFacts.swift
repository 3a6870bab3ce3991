import Foundation
import GateKit

/// What the kernel and its files say of this machine.
enum HostFacts {
    /// Kernel, processor, memory and virtualisation, in the reader's order.
    static func machine() -> [Fact] {
        [
            Fact("kernel", kernel()),
            Fact("cpu", cpuModel() ?? "unknown"),
            Fact("cores", "\(ProcessInfo.processInfo.activeProcessorCount)"),
            Fact("memory", memory() ?? "unknown"),
            Fact("virtualisation", virtualisation()),
        ]
    }

    private static func kernel() -> String {
        ["ostype", "osrelease", "version"].map { line("/proc/sys/kernel/\($0)") ?? "unknown" }
            .joined(separator: " ")
    }

    private static func cpuModel() -> String? {
        field("model name", of: "/proc/cpuinfo") ?? field("Model", of: "/proc/cpuinfo")
    }

    private static func memory() -> String? {
        guard let text = field("MemTotal", of: "/proc/meminfo"),
            let kibibytes = Int(text.prefix { $0.isNumber })
        else { return nil }
        return "\(kibibytes / 1024) MiB"
    }

    /// A guest knows its processor's hypervisor flag and its board's maker; a container has files.
    private static func virtualisation() -> String {
        var found: [String] = []
        let flags = field("flags", of: "/proc/cpuinfo")?.split(separator: " ") ?? []
        if flags.contains("hypervisor") {
            let maker = line("/sys/class/dmi/id/sys_vendor")
            let product = line("/sys/class/dmi/id/product_name")
            let board = [maker, product].compactMap(\.self).joined(separator: " ")
            found.append("virtual machine" + (board.isEmpty ? "" : " (\(board))"))
        }
        if ["/.dockerenv", "/run/.containerenv"].contains(where: {
            FileManager.default.fileExists(atPath: $0)
        }) {
            found.append("container")
        }
        return found.isEmpty ? "none seen" : found.joined(separator: ", ")
    }

    private static func field(_ name: String, of path: String) -> String? {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2, parts[0].trimmingCharacters(in: .whitespaces) == name {
                return parts[1].trimmingCharacters(in: .whitespaces)
            }
        }
        return nil
    }

    private static func line(_ path: String) -> String? {
        (try? String(contentsOfFile: path, encoding: .utf8))?
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
