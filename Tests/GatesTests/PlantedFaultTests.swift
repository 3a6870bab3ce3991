import Foundation
import GateKit
import Testing

@testable import Gates

/// A stub with a fault that the judge is not told of.
@Suite("Planted faults")
struct PlantedFaultTests {
    /// Runs the wrapper of a program that prints its arguments.
    private func arguments(_ fault: PlantedFault, _ given: [String]) throws -> String {
        let folder = "/tmp/pf-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let program = "\(folder)/our program's"
        try FileManager.default.createSymbolicLink(
            atPath: program, withDestinationPath: "/bin/echo")
        let process = Process()
        let output = Pipe()
        // As an argument of the shell: a file that was just written may still be open in a child of
        // another test, and is not executed then.
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", fault.wrapper(of: program), "wrapper"] + given
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .newlines)
    }

    @Test("its stub is started with the fault", arguments: PlantedFault.allCases)
    func planted(fault: PlantedFault) throws {
        #expect(
            try arguments(fault, ["--socket", "a b"]) == "--socket a b --sabotage \(fault.name)")
    }

    @Test(
        "a sabotage that is asked for stays alone, and questions reach the stub as they are",
        arguments: [["--sabotage", "freeze=1s"], ["--contract"], ["--version", "of", "it"]])
    func alone(given: [String]) throws {
        #expect(try arguments(.lateEcho, given) == given.joined(separator: " "))
    }

    @Test("its announcement is known among the judge's faults, and nothing else is")
    func announcement() {
        #expect(PlantedFault.isAnnouncement(.announcedUnasked(by: "editor")))
        #expect(PlantedFault.isAnnouncement(.announcedUnasked(by: "runtime")))
        #expect(!PlantedFault.isAnnouncement(Violation(.breach, "lost an event")))
    }
}
