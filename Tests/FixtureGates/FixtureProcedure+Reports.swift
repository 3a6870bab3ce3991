import Foundation
import GateKit
import Glibc

extension FixtureProcedure {
    /// Fixtures by what they report.
    static let reports: [FixtureProcedure] = [
        FixtureProcedure("garbage") { _, recorder in
            recorder.trial("wrong", holds: true)
            ProtocolPipe.write("this is no message\n\u{0}\u{1}{\"samples\":\n")
        },
        FixtureProcedure("garbage-flood") { _, recorder in
            recorder.trial("wrong", holds: true)
            for _ in 0..<20_000 { ProtocolPipe.write("no message, again and again\n") }
        },
        FixtureProcedure("long-line") { _, recorder in
            recorder.trial("wrong", holds: true)
            ProtocolPipe.write(String(repeating: "x", count: 3 << 20) + "\n")
        },
        FixtureProcedure("print") { _, recorder in
            print("what a procedure prints is no message")
            recorder.trial("wrong", holds: true)
        },
        FixtureProcedure("errors") { _, recorder in
            FileHandle.standardError.write(Data(String(repeating: "e", count: 1 << 20).utf8))
            FileHandle.standardError.write(Data("the last words\n".utf8))
            recorder.trial("wrong", holds: false)
            exit(3)
        },
        FixtureProcedure("flood") { _, recorder in
            let batch = [Double](repeating: 0, count: 10_000)
            while true { recorder.samples("wrong", batch, unit: .count) }
        },
        FixtureProcedure("many") { _, recorder in
            for _ in 0..<200 {
                recorder.samples("wrong", [Double](repeating: 0, count: 1_000), unit: .count)
            }
        },
        FixtureProcedure("not-a-number") { _, recorder in
            recorder.trial("wrong", holds: true)
            recorder.samples("time", [.nan], unit: .nanoseconds)
        },
        FixtureProcedure("zero") { _, recorder in
            recorder.trial("wrong", holds: true)
            recorder.samples(
                "time", [Double](repeating: 0, count: 9), unit: .nanoseconds)
        },
        FixtureProcedure("forged-window") { _, recorder in
            recorder.trial("wrong", holds: true)
            // What only the harness may say; no message spells it.
            ProtocolPipe.write("{\"host\":{\"_0\":{\"start\":1,\"end\":2}}}\n")
        },
        // Too slow for its check, for as long as a few host windows.
        FixtureProcedure("slow") { _, recorder in
            recorder.trial("wrong", holds: true)
            for _ in 0..<8 {
                usleep(50_000)
                recorder.samples("time", [2e9], unit: .nanoseconds)
            }
        },
        FixtureProcedure("slow-once") { plan, recorder in
            recorder.trial("wrong", holds: true)
            let time = plan.replicate == 0 ? 2e9 : 1e6
            recorder.samples("time", [Double](repeating: time, count: 20), unit: .nanoseconds)
        },
        FixtureProcedure("slow-twice") { _, recorder in
            recorder.trial("wrong", holds: true)
            recorder.samples("time", [Double](repeating: 2e9, count: 20), unit: .nanoseconds)
        },
        FixtureProcedure("artefact") { plan, recorder in
            recorder.trial("wrong", holds: true)
            let path = "\(plan.scratchDirectory)/kept.txt"
            try "worth keeping".write(toFile: path, atomically: false, encoding: .utf8)
            recorder.record(.artefact(name: "kept.txt", path: path))
        },
        FixtureProcedure("artefacts") { plan, recorder in
            recorder.trial("wrong", holds: true)
            for number in 1...20 {
                let path = "\(plan.scratchDirectory)/kept-\(number).txt"
                try String(repeating: "x", count: 1_000).write(
                    toFile: path, atomically: false, encoding: .utf8)
                recorder.record(.artefact(name: "kept-\(number).txt", path: path))
            }
        },
        FixtureProcedure("artefact-outside") { _, recorder in
            recorder.trial("wrong", holds: true)
            recorder.record(.artefact(name: "passwd", path: "/etc/passwd"))
        },
        FixtureProcedure("short") { _, recorder in
            recorder.samples("wrong", [Double](repeating: 0, count: 1_000), unit: .count)
        },
        FixtureProcedure(
            "controlled",
            controls: [
                Control("caught", gate: .g1, violates: "g1.wrong"),
                Control("missed", gate: .g1, violates: "g1.wrong"),
                Control("silent", gate: .g1, violates: "g1.wrong"),
            ]
        ) { plan, recorder in
            recorder.trial("wrong", holds: plan.controls.first?.name != "caught")
            if let name = plan.controls.first?.name, name != "silent" {
                recorder.count(Control.announcementMetric)
            }
        },
        FixtureProcedure(
            "proven", controls: [Control("caught", gate: .g1, violates: "g1.wrong")]
        ) { plan, recorder in
            recorder.trial("wrong", holds: !plan.isControl)
            if plan.isControl { recorder.count(Control.announcementMetric) }
        },
    ]
}
