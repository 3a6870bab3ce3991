import Foundation
import GateKit
import Testing

@testable import Gates

/// Stubs that are said to be built with the sanitizers.
@Suite("Sanitized stubs")
struct SanitizedStubsTests {
    /// A folder in which every stub is as it should be, but for the given one.
    private func complaint(
        replacing wrong: String? = nil, with text: String? = nil, mode: Int = 0o755
    ) throws -> String? {
        let stubs = SanitizedStubs(directory: "/tmp/ss-\(UUID().uuidString.prefix(8))")
        defer { try? FileManager.default.removeItem(atPath: stubs.directory) }
        for sanitizer in Sanitizer.allCases {
            try FileManager.default.createDirectory(
                atPath: "\(stubs.directory)/\(sanitizer.rawValue)",
                withIntermediateDirectories: true)
            for role in SubjectRole.allCases {
                let path = stubs.path(role, sanitizer)
                let isWrong = path.hasSuffix(wrong ?? "/none")
                guard let content = isWrong ? text : sanitizer.entryPoint else { continue }
                try content.write(toFile: path, atomically: false, encoding: .utf8)
                try FileManager.default.setAttributes(
                    [.posixPermissions: isWrong ? mode : 0o755], ofItemAtPath: path)
            }
        }
        return stubs.fault?.replacing(stubs.directory, with: "D")
    }

    @Test("four stubs built with their sanitizers are no fault")
    func sound() throws {
        #expect(try complaint() == nil)
    }

    @Test("a missing one is named with what to do")
    func missing() throws {
        #expect(
            try complaint(replacing: "thread/weld-editor")
                == "D/thread/weld-editor is missing; run CI/sanitized-stubs.sh D")
    }

    @Test("one without its run bit is named")
    func notExecutable() throws {
        #expect(
            try complaint(replacing: "address/weld-runtime", with: "__asan_init", mode: 0o644)
                == "D/address/weld-runtime cannot be executed; run CI/sanitized-stubs.sh D")
    }

    @Test("one that was built with the other sanitizer, or with none, is named")
    func ordinary() throws {
        #expect(
            try complaint(replacing: "thread/weld-runtime", with: "__asan_init")
                == "D/thread/weld-runtime is not built with the thread sanitizer; "
                + "run CI/sanitized-stubs.sh D")
    }
}
