import ArgumentParser

/// The command line of the judge.
struct WeldGates: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "weld-gates",
        abstract: "Answers GO or NO-GO, gate by gate, by measuring the real editor and runtime.",
        discussion: """
            Every attempt is a process of its own, every sample is stored, and every verdict is \
            computed from what is stored. Without a subcommand, run is meant.

              weld-gates --all                      all gates, about 75 seconds
              weld-gates --gate G1 --gate G7        two of them
              weld-gates --all --profile full       the lengths that the contract asks for
              weld-gates list                       what there is
              weld-gates doctor                     what this machine lacks
              weld-gates report --run 3             the report of an earlier run
              weld-gates explain g6.age             why a cell came out as it did
              weld-gates trace 38 -o trace.json     an attempt as a timeline for Perfetto
              weld-gates verify                     whether the store is what the runs left
              weld-gates duel main~1 main           which of two commits is faster
              weld-gates replay failure.fuzz        what a fuzzed stub got wrong, once more
              weld-gates bench                      what the wire and the viewport cost
              weld-gates wine FOLDER                the column "Windows (Wine 8.0)"
              weld-gates calibrate                  whether verdicts here can be believed
              weld-gates killmap                    each stub killed at its system calls
              weld-gates faultmap                   each stub's system calls failing
              weld-gates export 3 -o run.bundle     a run as one file, for import elsewhere
              weld-gates merge a.db b.db --into c.db   one store of several
              weld-gates query --list               questions to the store that have a name
              weld-gates history G6                 what checks came to, run after run
              weld-gates compare 3 7                which checks moved
              weld-gates gc --keep last=20          removes old runs

            Exit codes: 0 every selected gate is GO · 4 nothing selected, or only SKIP · \
            10 INCONCLUSIVE or PENDING, unless --accept \
            names the cause · 64 usage · 70 a bug of the harness · 79 something is \
            missing on this machine · 100 NO-GO · 101 BLIND · 106 no such run · 110 cannot read or write.
            """,
        version: "weld-gates 0.1.0",
        subcommands: [
            RunCommand.self, ListCommand.self, ReportCommand.self, ExplainCommand.self,
            TraceCommand.self, VerifyCommand.self,
            SensitivityCommand.self, DuelCommand.self, CalibrateCommand.self, KillMapCommand.self,
            FaultMapCommand.self, ReplayCommand.self, WineCommand.self, DoctorCommand.self,
            BenchCommand.self,
            ExportCommand.self, ImportCommand.self, MergeCommand.self, QueryCommand.self,
            HistoryCommand.self, CompareCommand.self, GCCommand.self,
            AttemptCommand.self, KeepCommand.self, FloorPeerCommand.self,
        ],
        defaultSubcommand: RunCommand.self)
}
