import Glibc
import TestSupport
import Testing
import WeldPlatform

@Suite("Runtime directory")
struct RuntimeDirectoryTests {
    @Test("a new directory is 0700 whatever the umask", arguments: [0o000, 0o022, 0o077, 0o777])
    func modeUnderUmask(mask: Int) async {
        await #expect(processExitsWith: .success) { [mask] in
            let code = try withTemporaryDirectory { base in
                let previous = umask(mode_t(mask))
                let path = try RuntimeDirectory.prepare(at: "\(base)/weld")
                umask(previous)
                return try DescriptorFacts.at(path)?.mode == 0o700 ? Int32(0) : 2
            }
            exit(code)
        }
    }

    @Test("an existing private directory is taken")
    func existing() throws {
        try withTemporaryDirectory { base in
            let path = try RuntimeDirectory.prepare(at: base)
            #expect(path == base)
        }
    }

    @Test(
        "a directory that others may enter is refused",
        arguments: [0o755, 0o710, 0o701] as [mode_t])
    func tooOpen(mode: mode_t) throws {
        try withTemporaryDirectory { base in
            unsafe chmod(base, mode)
            let error = #expect(throws: SystemError.self) {
                _ = try RuntimeDirectory.prepare(at: base)
            }
            #expect(error?.kind == .permission)
            #expect(error?.path == base)
            let facts = try DescriptorFacts.at(base)
            #expect(facts?.mode == mode)
        }
    }

    @Test("a symbolic link to a private directory is refused")
    func symbolicLink() throws {
        try withTemporaryDirectory { base in
            unsafe mkdir("\(base)/real", 0o700)
            unsafe symlink("\(base)/real", "\(base)/link")
            let error = #expect(throws: SystemError.self) {
                _ = try RuntimeDirectory.prepare(at: "\(base)/link")
            }
            #expect(error?.code == ENOTDIR)
        }
    }

    @Test("a plain file is refused")
    func plainFile() throws {
        try withTemporaryDirectory { base in
            unsafe close(open("\(base)/file", O_CREAT | O_WRONLY, 0o600))
            let error = #expect(throws: SystemError.self) {
                _ = try RuntimeDirectory.prepare(at: "\(base)/file")
            }
            #expect(error?.code == ENOTDIR)
        }
    }

    @Test("a directory of another user is refused", .enabled(if: getuid() == 0, "chown needs root"))
    func foreignOwner() throws {
        try withTemporaryDirectory { base in
            unsafe chown(base, 65_534, 65_534)
            let error = #expect(throws: SystemError.self) {
                _ = try RuntimeDirectory.prepare(at: base)
            }
            #expect(error?.kind == .permission)
            #expect(error?.description.contains("65534") == true)
        }
    }

    @Test("the variable decides, and a stale one is passed over")
    func variable() async {
        await #expect(processExitsWith: .success) {
            let code = try withTemporaryDirectory { base in
                unsafe setenv("XDG_RUNTIME_DIR", base, 1)
                guard try RuntimeDirectory.prepare() == "\(base)/weld" else { return Int32(2) }
                unsafe setenv("XDG_RUNTIME_DIR", "\(base)/gone", 1)
                unsafe setenv("TMPDIR", base, 1)
                guard try RuntimeDirectory.prepare() == "\(base)/weld-\(getuid())" else { return 3 }
                return 0
            }
            exit(code)
        }
    }
}
