/// Where the kernel tells how long quotas stopped this process: `cpu.stat` of its control group and
/// of those above it, of both versions (credibility.md#host-time-3).
public enum ControlGroups {
    /// Returns the files of the calling process, innermost first; empty where there is none.
    public static func quotaFiles() -> [String] { files("cpu.stat", of: "cpu") }

    /// Returns where a controller's file would be, for the calling process's group and those above
    /// it, innermost first.
    static func files(_ name: String, of controller: String) -> [String] {
        groups(
            controller, cgroup: FileSystemReading.text(of: "/proc/self/cgroup") ?? "",
            mountInfo: FileSystemReading.text(of: "/proc/self/mountinfo") ?? ""
        ).map { "\($0)/\(name)" }
    }

    /// Returns where the files would be, by the text of `/proc/self/cgroup` and
    /// `/proc/self/mountinfo`.
    static func quotaFiles(cgroup: String, mountInfo: String) -> [String] {
        groups("cpu", cgroup: cgroup, mountInfo: mountInfo).map { "\($0)/cpu.stat" }
    }

    /// Returns the directories of the groups that a controller has for a process.
    ///
    /// A process in a namespace, or in a container with the host's paths, sees the tree from where
    /// it is mounted: that place is then the group itself.
    private static func groups(
        _ controller: String, cgroup: String, mountInfo: String
    ) -> [String] {
        let mounts = mountInfo.split(separator: "\n").compactMap { Mount(line: $0) }
        return cgroup.split(separator: "\n").flatMap { line -> [String] in
            // hierarchy:controllers:path
            let parts = line.split(
                separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3 else { return [] }
            let isUnified = parts[0] == "0" && parts[1].isEmpty
            let controllers = parts[1].split(separator: ",")
            guard isUnified || controllers.contains(Substring(controller)) else { return [] }
            // What is mounted over something comes later.
            let mount = mounts.last { mount in
                isUnified
                    ? mount.type == "cgroup2"
                    : mount.type == "cgroup" && mount.options.contains(Substring(controller))
            }
            return mount.map { directories(group: parts[2], $0) } ?? []
        }
    }

    private static func directories(group: Substring, _ mount: Mount) -> [String] {
        var names = group.split(separator: "/")
        let root = mount.root.split(separator: "/")
        names = names.starts(with: root) ? Array(names.dropFirst(root.count)) : []
        if names.contains("..") { names = [] }
        return (0...names.count).reversed().map { depth in
            ([Substring(mount.point)] + names.prefix(depth)).joined(separator: "/")
        }
    }

    /// A line of `/proc/self/mountinfo`.
    private struct Mount {
        let root: Substring
        let point: String
        let type: Substring
        let options: [Substring]

        init?(line: Substring) {
            // Number, parent, device, root, point, options, any number of fields, "-", type,
            // source, options of the file system.
            let fields = line.split(separator: " ")
            guard let bar = fields.firstIndex(of: "-"), bar >= 6, fields.count > bar + 3 else {
                return nil
            }
            root = fields[3]
            point = Self.unescaped(fields[4])
            type = fields[bar + 1]
            options = fields[bar + 3].split(separator: ",")
        }

        /// The kernel writes what would break the line as three octal digits.
        private static func unescaped(_ text: Substring) -> String {
            [("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")]
                .reduce(String(text)) { text, pair in
                    text.split(separator: pair.0, omittingEmptySubsequences: false)
                        .joined(separator: pair.1)
                }
        }
    }
}
