import Glibc
import Shaders
import Testing
import WeldPlatform

@Suite("The shaders")
struct ShaderTests {
    static let compiler = "/usr/bin/glslangValidator"
    /// Sources lie beside this file's package, which a build elsewhere need not have.
    static let sources = #filePath.split(separator: "/Tests/WeldDisplayTests/")[0] + "/shaders"

    /// Whether the installed compiler is the one that made the committed bytes.
    static let isSameCompiler: Bool = {
        guard let versions = try? contents(of: "\(sources)/../CI/generated.versions"),
            let output = try? run(["--version"])
        else { return false }
        let line = String(decoding: output, as: UTF8.self).split(separator: "\n").first ?? ""
        return !line.isEmpty && String(decoding: versions, as: UTF8.self).contains(line)
    }()

    @Test(
        "what is in the program is what its GLSL gives",
        .enabled(if: isSameCompiler, "the compiler of CI/generated.versions is installed"),
        arguments: [
            ("viewport.vert", Shaders.viewportVertex), ("viewport.frag", Shaders.viewportFragment),
        ])
    func rebuild(name: String, embedded: [UInt8]) throws {
        let fresh = "/tmp/weld-shader-\(getpid())-\(name).spv"
        defer { unsafe unlink(fresh) }
        _ = try Self.run([
            "--quiet", "--target-env", "vulkan1.3", "-o", fresh, "\(Self.sources)/\(name)",
        ])
        #expect(try Self.contents(of: fresh) == embedded)
        #expect(try Self.contents(of: "\(Self.sources)/\(name).spv") == embedded)
    }

    @Test(
        "it begins as SPIR-V does and is made of words",
        arguments: [Shaders.viewportVertex, Shaders.viewportFragment])
    func magic(code: [UInt8]) {
        #expect(code.prefix(4) == [0x03, 0x02, 0x23, 0x07])
        #expect(code.count % 4 == 0 && code.count > 20)
    }

    private static func run(_ arguments: [String]) throws -> [UInt8] {
        let output = try PipeEnds()
        var child = try ChildProcess.spawn(
            path: compiler, arguments: arguments,
            inheriting: [InheritedDescriptor(output.writeEnd.rawValue, as: 1)])
        let status = try child.wait(until: .after(.seconds(20)))
        #expect(status == .exited(code: 0))
        try output.writeEnd.close()
        return try readAll(output.readEnd)
    }

    private static func contents(of path: String) throws -> [UInt8] {
        let number = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard number >= 0 else { throw SystemError(code: errno, operation: "open", path: path) }
        let file = OwnedDescriptor(adopting: RawDescriptor(rawValue: number))
        return try readAll(file)
    }

    private static func readAll(_ descriptor: borrowing OwnedDescriptor) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count =
                unsafe try chunk.withUnsafeMutableBytes { unsafe try descriptor.read(into: $0) }
                ?? 0
            if count == 0 { return bytes }
            bytes += chunk.prefix(count)
        }
    }
}
