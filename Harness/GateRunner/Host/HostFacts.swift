import Foundation
import GateKit
import Subprocess
import SystemPackage

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

/// Which commit the binaries come from, and whether the tree differs from it.
enum CheckoutFacts {
    /// Returns commit and dirty flag; `results/` is what runs write and is left out of the flag.
    static func gather(_ packageDirectory: String?) async -> [Fact] {
        guard let packageDirectory else { return unknown("not run from a checkout") }
        guard let commit = await git(["rev-parse", "HEAD"], in: packageDirectory) else {
            return unknown("git is missing or \(packageDirectory) is no checkout")
        }
        let changes = await git(
            ["status", "--porcelain", "--", ".", ":(exclude)results"], in: packageDirectory)
        var facts = [Fact(ProvenanceKey.commit, commit)]
        guard let changes else { return facts + [Fact(ProvenanceKey.dirty, "unknown")] }
        let count = changes.split(separator: "\n").count
        facts.append(Fact(ProvenanceKey.dirty, count == 0 ? "no" : "yes"))
        if count > 0 { facts.append(Fact("changed paths", "\(count)")) }
        return facts
    }

    private static func unknown(_ why: String) -> [Fact] {
        [
            Fact(ProvenanceKey.commit, "unknown: \(why)"),
            Fact(ProvenanceKey.dirty, "unknown: \(why)"),
        ]
    }

    private static func git(_ arguments: [String], in directory: String) async -> String? {
        let result = try? await run(
            .name("git"), arguments: Arguments(["-C", directory] + arguments),
            output: .string(limit: 1 << 20), error: .discarded)
        guard let result, result.terminationStatus.isSuccess else { return nil }
        return result.standardOutput.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
