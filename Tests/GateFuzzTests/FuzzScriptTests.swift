import Foundation
import GateFuzz
import GateWire
import Testing

@Suite("Scripts as text")
struct FuzzScriptTests {
    static let sample = """
        weld-fuzz 1
        protocol 1
        subject runtime
        connect
        greet
        frame Echo sequence=7 @hash=1 chunks=1,2 pause=30 joined
        bytes 00ff10 handles=2
        pause 100
        stop-reading
        resume
        half-close
        expect schemaHashMismatch

        """

    @Test("A script is written as it was read")
    func roundTrip() throws {
        #expect(try FuzzScript(parsing: Self.sample).text == Self.sample)
    }

    @Test("Comments, empty lines and spaces are passed over")
    func comments() throws {
        let spaced = "# why\n\n" + Self.sample.replacing("\n", with: "  \n# more\n\n")
        #expect(try FuzzScript(parsing: spaced).text == Self.sample)
    }

    @Test(
        "What is wrong is said in one sentence with its line",
        arguments: [
            ("weld-fuzz 1", "weld-fuzz 2", "line 1: the script has format 2"),
            ("weld-fuzz 1", "hello", "line 1: expected \"weld-fuzz 1\""),
            ("protocol 1", "protocol 2", "line 2: the script is of protocol version 2"),
            ("subject runtime", "subject gate", "line 3: the subject is editor or runtime"),
            ("frame Echo", "frame Ecco", "line 6: Ecco is no message of this protocol"),
            ("frame Echo", "frame", "line 6: sequence=7 is no message"),
            ("sequence=7", "sequence=x", "line 6: sequence is a number up to 4294967295"),
            ("sequence=7", "sequel=7", "line 6: Echo has no field sequel"),
            ("sequence=7", "payload=00", "line 6: payload takes 64 bytes in hexadecimal"),
            ("chunks=1,2", "chunks=0", "line 6: Echo has no field chunks"),
            ("bytes 00ff10", "bytes 0", "line 7: expected bytes in hexadecimal"),
            ("handles=2", "handles=254", "line 7: handles=254 is no way of writing"),
            ("pause 100", "pause long", "line 8: expected microseconds"),
            ("stop-reading", "stop-reading now", "line 9: stop-reading takes nothing after it"),
            ("half-close", "slam", "line 12: slam is no step of a script"),
            ("expect schemaHashMismatch", "expect luck", "line 13: expected the name of a wire"),
            ("expect schemaHashMismatch", "", "must end with what it expects"),
            ("connect\n", "", "greet comes before a connect"),
        ])
    func malformed(from: String, to: String, sentence: String) throws {
        let text = Self.sample.replacing(from, with: to, maxReplacements: 1)
        let error = #expect(throws: ScriptError.self) { try FuzzScript(parsing: text) }
        let said = try #require(error).description
        let isMoved = said.contains(sentence.split(separator: ": ").last.map(String.init) ?? "?")
        #expect(said.contains(sentence) || isMoved, "\(said)")
        #expect(!said.contains("\n"))
    }

    @Test("Nothing is no script")
    func empty() {
        #expect(throws: ScriptError.self) { try FuzzScript(parsing: "") }
    }

    @Test("Every stored script is read, and expects what the oracle does")
    func stored() throws {
        let folder = try #require(Bundle.module.resourceURL).appendingPathComponent("Scripts")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".fuzz") }
        #expect(names.count >= 4)
        for name in names {
            let text = try String(
                contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
            let script = try FuzzScript(parsing: text)
            #expect(script.predicted() == script, "\(name)")
        }
    }
}
