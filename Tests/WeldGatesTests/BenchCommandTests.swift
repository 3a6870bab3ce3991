import Foundation
import Testing

@Suite("What the bench says", .serialized)
struct BenchCommandTests {
    let folder: Folder

    init() throws {
        folder = try Folder()
    }

    private struct Figures: Decodable {
        struct Window: Decodable {
            struct Ages: Decodable {
                let median: Double
                let percentile99: Double
                let worst: Double
            }
            let upload: String
            let blit: String
            let pictures: UInt64
            let editorNanoseconds: Double
            let stages: [String: Double]
            let agePresented: Ages
            let ageShown: Ages
            let ageReplaced: Ages
        }
        let window: Window?
    }

    @Test("a picture's cost stage by stage and its age at each place, with a real window")
    func window() throws {
        let command = try Command(["bench", "--json"], in: folder)
        #expect(command.code == 0)
        let figures = try JSONDecoder().decode(Figures.self, from: Data(command.output.utf8))
        let window = try #require(figures.window)
        #expect(window.upload == "import" && window.blit == "copy")
        #expect(window.pictures > 0 && window.editorNanoseconds > 0)
        #expect(Set(window.stages.keys) == ["supply", "acquire", "submit", "present"])
        #expect(window.stages.values.allSatisfy { $0 > 0 })
        for age in [window.agePresented, window.ageShown, window.ageReplaced] {
            #expect(age.median > 0 && age.median <= age.percentile99)
            #expect(age.percentile99 <= age.worst)
        }
    }

    @Test("without a compositor: 79 and one sentence that names the package and the way around it")
    func noCompositor() throws {
        let command = try Command(["bench"], in: folder, environment: ["PATH": "/nowhere"])
        #expect(command.code == 79)
        #expect(command.errors.contains("install the package sway"))
        #expect(command.errors.contains("--no-window leaves it out"))
        let left = try FileManager.default.contentsOfDirectory(atPath: "/tmp")
        #expect(!left.contains { $0.hasPrefix("weld-bench-") })
    }
}
