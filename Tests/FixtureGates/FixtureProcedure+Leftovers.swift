import Foundation
import GateKit
import Glibc

extension FixtureProcedure {
    /// Fixtures by what they leave behind.
    static let leftovers: [FixtureProcedure] = [
        FixtureProcedure("leave-file") { _, recorder in
            recorder.trial("wrong", holds: true)
            let directory = ProcessInfo.processInfo.environment["XDG_RUNTIME_DIR"] ?? "/"
            try "x".write(toFile: "\(directory)/left", atomically: false, encoding: .utf8)
        },
        FixtureProcedure("leave-shared-memory") { _, recorder in
            recorder.trial("wrong", holds: true)
            let name = "/dev/shm/weld-fixture-\(getppid())-\(getpid())"
            try "x".write(toFile: name, atomically: false, encoding: .utf8)
        },
        FixtureProcedure("leave-socket") { plan, recorder in
            recorder.trial("wrong", holds: true)
            shell("mkfifo \(plan.scratchDirectory)/left")
        },
        FixtureProcedure("leave-scratch") { plan, recorder in
            recorder.trial("wrong", holds: true)
            try "x".write(
                toFile: "\(plan.scratchDirectory)/log", atomically: false, encoding: .utf8)
        },
        // Twice forked, in a session of its own, deaf to TERM, and holding both pipes.
        FixtureProcedure("leave-process") { _, recorder in
            recorder.trial("wrong", holds: true)
            shell(stray)
        },
        FixtureProcedure("hang-with-children") { _, recorder in
            recorder.trial("wrong", holds: true)
            recorder.event(
                StubEvent(
                    number: 1, time: 7, pid: 42, role: "runtime", name: "hold",
                    fields: #"{"phase":"idle"}"#))
            shell(stray)
            recorder.progress("hanging")
            ignore(SIGTERM)
            hang()
        },
        FixtureProcedure("leave-ending-process") { _, recorder in
            recorder.trial("wrong", holds: true)
            shell("setsid sleep 0.02 &")
        },
    ]

    private static let stray =
        "setsid sh -c 'trap \"\" TERM HUP; sleep 1000; sleep 1000' >&\(ProtocolPipe.number) &"
}
