import GateKit
import Glibc

extension FixtureProcedure {
    /// Fixtures by how their process ends.
    static let endings: [FixtureProcedure] =
        [
            FixtureProcedure("pass") { _, recorder in recorder.trial("wrong", holds: true) },
            FixtureProcedure("fail") { _, recorder in recorder.trial("wrong", holds: false) },
            FixtureProcedure("throw") { _, recorder in
                recorder.trial("wrong", holds: true)
                throw FixtureError(description: "the fixture threw")
            },
            FixtureProcedure("exit-3") { _, recorder in
                recorder.trial("wrong", holds: true)
                exit(3)
            },
            FixtureProcedure("no-end") { _, recorder in
                recorder.trial("wrong", holds: true)
                exit(0)
            },
            FixtureProcedure("hang") { _, recorder in
                recorder.trial("wrong", holds: true)
                recorder.progress("hanging")
                hang()
            },
            FixtureProcedure("hang-ignoring-term") { _, recorder in
                recorder.trial("wrong", holds: true)
                ignore(SIGTERM)
                hang()
            },
            FixtureProcedure("stop") { _, recorder in
                recorder.trial("wrong", holds: true)
                raise(SIGSTOP)
            },
            FixtureProcedure("close-output") { _, recorder in
                recorder.trial("wrong", holds: true)
                ProtocolPipe.close()
                hang()
            },
            FixtureProcedure("linger") { _, recorder in
                recorder.trial("wrong", holds: true)
                recorder.record(.end)
                hang()
            },
        ]
        + [SIGABRT, SIGSEGV, SIGKILL, SIGTERM, SIGQUIT, SIGBUS, SIGFPE].map { number in
            FixtureProcedure("signal-\(number)") { _, recorder in
                recorder.trial("wrong", holds: true)
                // A sanitizer catches some of them, and makes an exit code of each.
                _ = signal(number, SIG_DFL)
                kill(getpid(), number)
                hang()
            }
        }

    static func hang() -> Never {
        while true { pause() }
    }
}
