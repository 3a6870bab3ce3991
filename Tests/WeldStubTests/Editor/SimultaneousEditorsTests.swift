import Glibc
import TestSupport
import Testing
import WeldPlatform

@Suite("Real editors that want one socket")
struct SimultaneousEditorsTests {
    /// What stands at the path when they begin.
    enum Before: CaseIterable, Sendable {
        case nothing, deadSocket
    }

    @Test(
        "of several that begin at once one listens, the others end with 11, and nothing is left",
        arguments: [2, 4, 8], Before.allCases)
    func exactlyOne(count: Int, before: Before) throws {
        try withTemporaryDirectory { directory in
            let path = "\(directory)/e.sock"
            for _ in 0..<3 {
                if before == .deadSocket { try ListeningSocket.leaveDeadSocket(at: path) }
                let editors = try (0..<count).map { _ in
                    try StubProcess(
                        "weld-editor",
                        [
                            "--headless", "--size", "16x16", "--no-spawn", "--keep-accepting",
                            "--socket", path,
                        ])
                }
                let listening = editors.filter { editor in
                    (try? editor.event(#""event":"listening""#)) != nil
                }
                #expect(listening.count == 1)
                for editor in editors where !listening.contains(where: { $0 === editor }) {
                    #expect(try editor.end() == .exited(code: 11))
                }
                #expect(try FileListing.names(in: directory) == ["e.sock"])
                try listening.first?.stop()
                #expect(try FileListing.names(in: directory) == [])
            }
        }
    }

    @Test(
        "an editor leaves what another has put in its socket's place, however it ends",
        arguments: [
            "reader-gone", "asked",
        ])
    func foreignFile(end: String) throws {
        try withTemporaryDirectory { directory in
            let path = "\(directory)/e.sock"
            for kind in DescriptorFacts.Kind.standIns {
                let editor = try StubProcess.openEditor(at: path, ["--size", "16x16"])
                unsafe rename(path, "\(path).moved")
                try kind.make(at: path)
                let made = try DescriptorFacts.at(path)
                if end == "asked" { try editor.signal(SIGTERM) } else { editor.stopReadingEvents() }
                #expect(try editor.end() == .exited(code: end == "asked" ? 0 : 16))
                #expect(try DescriptorFacts.at(path) == made)
                unsafe remove(path)
                unsafe remove("\(path).moved")
            }
        }
    }
}

extension DescriptorFacts.Kind {
    /// What may stand where a socket stood.
    static let standIns: [DescriptorFacts.Kind] = [.regular, .socket, .directory, .symbolicLink]

    /// Puts one of this kind at a path.
    func make(at path: String) throws {
        switch self {
        case .regular: _ = try RegularFile.create(path)
        case .socket: try ListeningSocket.leaveDeadSocket(at: path)
        case .directory: unsafe mkdir(path, 0o700)
        default: unsafe symlink("nowhere", path)
        }
    }
}
