import Foundation
import GateKit
import Testing

@testable import GateRunner

/// Binaries that are missing, broken, silent or old.
@Suite("Preconditions")
struct PreconditionTests {
    private final class Package {
        let path = "/tmp/pc-\(UUID().uuidString.prefix(8))"
        var binary: String { "\(path)/.build/debug/weld-runtime" }

        init(script: String? = "#!/bin/sh\nexit 0\n") throws {
            for folder in [
                "Sources/WeldWire", "Sources/WeldOther", ".build/debug/weld-runtime.product",
                ".build/debug/WeldWire.build",
            ] {
                try FileManager.default.createDirectory(
                    atPath: "\(path)/\(folder)", withIntermediateDirectories: true)
            }
            try write("Package.swift", "")
            try write("Sources/WeldWire/Frame.swift", "")
            try write("Sources/WeldOther/Other.swift", "")
            try write(
                ".build/debug/weld-runtime.product/Objects.LinkFileList",
                "\(path)/.build/debug/WeldWire.build/Frame.swift.o\n")
            guard let script else { return }
            try write(".build/debug/weld-runtime", script)
            try setMode(0o755)
            try age("Sources/WeldWire/Frame.swift", by: 100)
            try age("Sources/WeldOther/Other.swift", by: 100)
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }

        func write(_ name: String, _ text: String) throws {
            try text.write(toFile: "\(path)/\(name)", atomically: false, encoding: .utf8)
        }

        func setMode(_ mode: Int) throws {
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: binary)
        }

        /// Moves a file's time of change; negative is the future.
        func age(_ name: String, by seconds: Double) throws {
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSinceNow: -seconds)],
                ofItemAtPath: "\(path)/\(name)")
        }

        func complaint(within limit: Duration = .seconds(60)) -> String? {
            let faults = Preconditions.faults(
                [SubjectBinary(.runtime, path: binary)], answerWithin: limit)
            return faults.first?.text.replacing(path, with: "P")
        }
    }

    @Test("a binary that exists, runs and is fresh is no fault")
    func sound() throws {
        #expect(try Package().complaint() == nil)
    }

    @Test("a missing binary is named with what to do")
    func missing() throws {
        #expect(
            try Package(script: nil).complaint()
                == "P/.build/debug/weld-runtime is missing; run swift build")
    }

    @Test("a missing run bit is named with what to do")
    func notExecutable() throws {
        let package = try Package()
        try package.setMode(0o644)
        #expect(
            package.complaint()
                == "P/.build/debug/weld-runtime cannot be executed; "
                + "run chmod +x P/.build/debug/weld-runtime")
    }

    @Test("a directory is no binary")
    func directory() throws {
        let package = try Package(script: nil)
        try FileManager.default.createDirectory(
            atPath: package.binary, withIntermediateDirectories: false)
        #expect(package.complaint()?.contains("is no regular file") == true)
    }

    @Test("a binary that fails is named with its status")
    func failing() throws {
        let package = try Package(script: "#!/bin/sh\nexit 3\n")
        #expect(package.complaint()?.contains("--version ended with exited(3)") == true)
    }

    @Test("a binary that does not answer is given up")
    func silent() throws {
        let package = try Package(script: "#!/bin/sh\nexec sleep 1000\n")
        let complaint = package.complaint(within: .milliseconds(200))
        #expect(complaint?.contains("did not answer") == true)
    }

    @Test("a source newer than the binary makes it stale")
    func stale() throws {
        let package = try Package()
        try package.age("Sources/WeldWire/Frame.swift", by: -100)
        #expect(
            package.complaint()
                == "P/.build/debug/weld-runtime is older than Sources/WeldWire/Frame.swift; "
                + "run swift build")
    }

    @Test("a touched source that the compiler looked at again does not age it")
    func touched() throws {
        let package = try Package()
        try package.write(".build/debug/WeldWire.build/primary.priors", "")
        try package.age("Sources/WeldWire/Frame.swift", by: -100)
        #expect(package.complaint()?.contains("is older than") == true)
        try package.age(".build/debug/WeldWire.build/primary.priors", by: -200)
        #expect(package.complaint() == nil)
    }

    @Test("an object that was compiled and not linked makes it stale")
    func notLinked() throws {
        let package = try Package()
        try package.write(".build/debug/WeldWire.build/Frame.swift.o", "")
        try package.age(".build/debug/WeldWire.build/Frame.swift.o", by: -100)
        #expect(package.complaint()?.contains("the objects of WeldWire") == true)
    }

    @Test("a source that is not in the binary does not age it")
    func unrelated() throws {
        let package = try Package()
        try package.age("Sources/WeldOther/Other.swift", by: -100)
        #expect(package.complaint() == nil)
    }
}
