import Testing

@testable import GateHost

/// Where quotas are looked for, by what real systems show of themselves.
@Suite("Control groups")
struct ControlGroupTests {
    @Test("version 2: the group's own file and those of every group above it")
    func unified() {
        let files = ControlGroups.quotaFiles(
            cgroup: "0::/user.slice/user-1000.slice/run.scope\n",
            mountInfo: """
                22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
                35 24 0:30 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate
                """)
        #expect(
            files == [
                "/sys/fs/cgroup/user.slice/user-1000.slice/run.scope/cpu.stat",
                "/sys/fs/cgroup/user.slice/user-1000.slice/cpu.stat",
                "/sys/fs/cgroup/user.slice/cpu.stat", "/sys/fs/cgroup/cpu.stat",
            ])
    }

    @Test("hybrid: the first version's group of the processor, and the second's besides")
    func hybrid() {
        let files = ControlGroups.quotaFiles(
            cgroup: "9:name=systemd:/x\n3:cpuset:/set\n2:cpu,cpuacct:/box\n0::/\n",
            mountInfo: """
                32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct
                34 31 0:31 / /sys/fs/cgroup/cpuset rw - cgroup cgroup rw,cpuset
                41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw
                """)
        #expect(
            files == [
                "/sys/fs/cgroup/cpu,cpuacct/box/cpu.stat", "/sys/fs/cgroup/cpu,cpuacct/cpu.stat",
                "/sys/fs/cgroup/unified/cpu.stat",
            ])
    }

    @Test(
        "container: its own root is the group, whether or not it has a namespace",
        arguments: [
            // The host's path, below which the mount begins.
            ("/docker/abc", "/docker/abc", ["/sys/fs/cgroup"]),
            ("/docker/abc", "/docker/abc/inner", ["/sys/fs/cgroup/inner", "/sys/fs/cgroup"]),
            // The host's path, and the mount is of another part.
            ("/docker/abc", "/elsewhere", ["/sys/fs/cgroup"]),
            // A namespace.
            ("/", "/", ["/sys/fs/cgroup"]),
            // A process that was moved into a namespace from outside.
            ("/", "/../other", ["/sys/fs/cgroup"]),
        ])
    func container(root: String, group: String, folders: [String]) {
        let files = ControlGroups.quotaFiles(
            cgroup: "4:cpu,cpuacct:\(group)",
            mountInfo: "9 8 0:29 \(root) /sys/fs/cgroup ro master:11 - cgroup cgroup rw,cpu,cpuacct"
        )
        #expect(files == folders.map { "\($0)/cpu.stat" })
    }

    @Test("a mount point with a space is the kernel's escape of it")
    func escaped() {
        let files = ControlGroups.quotaFiles(
            cgroup: "0::/", mountInfo: #"9 8 0:29 / /mnt/a\040b rw - cgroup2 none rw"#)
        #expect(files == ["/mnt/a b/cpu.stat"])
    }

    @Test("none: without a mount, a controller or any text there is nothing to read")
    func none() {
        let mount = "41 31 0:38 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw"
        #expect(ControlGroups.quotaFiles(cgroup: "", mountInfo: mount).isEmpty)
        #expect(ControlGroups.quotaFiles(cgroup: "0::/a", mountInfo: "").isEmpty)
        #expect(ControlGroups.quotaFiles(cgroup: "1:memory:/a", mountInfo: mount).isEmpty)
        #expect(ControlGroups.quotaFiles(cgroup: "rubbish\n::", mountInfo: "1 2 - x").isEmpty)
    }
}
