import Foundation
import GateHost
import Testing

@testable import Gates

@Suite("What stands where a sweep begins")
struct SweepDecoyTests {
    @Test("every decoy of a directory is there, and few are a dead editor's")
    func files() throws {
        let outside = "/tmp/weld-decoys-\(UUID().uuidString.prefix(8))"
        let directory = "\(outside)/weld"
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: outside) }
        let living = "\(directory)/weld-7.sock"
        let socket = try StreamSocket.make()
        try StreamSocket.bind(socket.rawValue, to: living)
        var decoys = SweepDecoys(in: directory, beside: outside)
        try decoys.layFiles(living: living)
        for decoy in decoys.all {
            #expect(try DescriptorFacts.at(decoy.path) != nil, "\(decoy.what)")
        }
        #expect(Set(decoys.all.map(\.path)).count == decoys.all.count)
        #expect(decoys.all.count == SweepTrial.certainDecoys - SweepDecoys.certainNames)
        #expect(
            decoys.all.filter(\.isSwept).map(\.what) == [
                "dead pid", "recycled pid", "dead pid that nobody waited for",
                "second name of a dead socket",
            ])
        // A first look that has room for a page does not see the end of it, nor one for sixteen.
        let names = try FileManager.default.contentsOfDirectory(atPath: directory)
        #expect(names.map { $0.utf8.count + 1 }.reduce(0, +) > 90_000)
        // Nobody comes in where a listener is busy, and nobody is refused.
        let busy = try #require(
            decoys.all.first { $0.what == "socket of a dead pid whose listener is busy" })
        var isLetIn = false
        if let visitor = try StreamSocket.connect(to: busy.path) {
            isLetIn = visitor.rawValue >= 0
        }
        #expect(!isLetIn)
        // Whoever follows this link finds what it would remove.
        let link = try #require(decoys.all.first { $0.what == "symbolic link to a dead socket" })
        #expect(try DescriptorFacts.at(link.path)?.kind == .symbolicLink)
        #expect(DescriptorFacts.following(link.path)?.kind == .socket)
    }
}
