import TestSupport
import Testing
import WeldContract
import WeldPlatform

@testable import weld_editor

@Suite("The handles lab between the two real stubs")
struct HandlesLabTests {
    /// Runs the whole script and returns all events.
    private func events(_ arguments: [String] = []) throws -> [String] {
        try withTemporaryDirectory { directory in
            let editor = try StubProcess(
                "weld-editor",
                ["--headless", "--handles-lab", "--socket", "\(directory)/e.sock"] + arguments)
            let events = try editor.remainingEvents()
            #expect(try editor.end() == .exited(code: 0))
            #expect(try FileListing.names(in: directory) == [])
            return events
        }
    }

    private func count(_ events: [String], _ texts: String...) -> Int {
        events.count { event in texts.allSatisfy { event.contains($0) } }
    }

    @Test("every step is done, all that was written is read back, all twins report the end")
    func script() throws {
        let events = try events()
        for (index, step) in LabStep.allCases.enumerated() {
            #expect(
                count(events, #""lab-step","step":\#(index + 1),"name":"\#(step.rawValue)""#) == 1)
        }
        #expect(count(events, "handle-received") == 5 + 1 + 8 + 60 + 253 + 60 + 1)
        #expect(count(events, "handle-received", #""cloexec":false"#) == 0)
        for event in events where event.contains("lab-readback") {
            let fields = event.split(separator: "\"")
            let expected = fields.firstIndex(of: "expected").map { fields[$0 + 2] }
            let actual = fields.firstIndex(of: "actual").map { fields[$0 + 2] }
            #expect(expected != nil && expected == actual)
        }
        #expect(count(events, "lab-liveness", #""eof":true"#) == count(events, "lab-liveness"))
        #expect(count(events, "lab-liveness") > 250)
        #expect(count(events, "lab-refused", "254", #""open_before":"#) == 1)
        #expect(count(events, "truncate-refused") == 4)
        #expect(count(events, "wire-error", "unexpectedHandles") == 3)
        #expect(count(events, "wire-error", "schemaHashMismatch") == 1)
        #expect(count(events, "wire-error", "controlDataTruncated") == 1)
    }

    @Test("descriptors that leak on errors keep the twins open, and the facts show it")
    func leak() throws {
        let events = try events([
            "--runtime-arg", "--sabotage", "--runtime-arg", "fd-leak-on-error",
        ])
        #expect(count(events, "lab-liveness", #""eof":false"#) > 0)
    }

    @Test("descriptors that are dropped or not close-on-exec show in the facts")
    func dropAndInherit() throws {
        let dropped = try events(["--runtime-arg", "--sabotage", "--runtime-arg", "fd-drop"])
        #expect(count(dropped, "handle-received") == 7 + 59 + 252 + 59)
        let inherited = try events([
            "--runtime-arg", "--sabotage", "--runtime-arg", "fd-no-cloexec",
        ])
        #expect(count(inherited, "handle-received", #""cloexec":true"#) == 0)
    }

    @Test("the same seed makes the same payloads, another makes others")
    func seeds() throws {
        func payloads(_ seed: String) throws -> [Substring] {
            try events(["--seed", seed]).compactMap { event in
                guard event.contains("lab-readback") else { return nil }
                let fields = event.split(separator: "\"")
                return fields.firstIndex(of: "expected").map { fields[$0 + 2] }
            }
        }
        let first = try payloads("7")
        #expect(!first.isEmpty)
        #expect(try payloads("7") == first)
        #expect(try payloads("8") != first)
    }
}
