import Testing

/// Whole help texts, as they are read.
@Suite("Help")
struct HelpTests {
    @Test("the program's help")
    func program() throws {
        let command = try Command(["--help"], in: try Folder())
        #expect(command.code == 0)
        #expect(command.output == Self.programHelp)
    }

    @Test(
        "the help of run, whether or not it is named",
        arguments: [["run", "--help"], ["help", "run"]])
    func run(arguments: [String]) throws {
        #expect(try Command(arguments, in: try Folder()).output == Self.runHelp)
    }

    @Test(
        "help is laid out however narrow the terminal says it is",
        arguments: ["-3", "0", "1", "26", "39"])
    func narrow(columns: String) throws {
        let command = try Command(
            ["killmap", "--help"], in: try Folder(), environment: ["COLUMNS": columns])
        #expect(command.code == 0)
        #expect(command.output.contains("OVERVIEW"))
    }

    @Test("hidden subcommands stay hidden", arguments: ["attempt", "floor-peer"])
    func hidden(name: String) {
        #expect(!Self.programHelp.contains("\n  \(name) "))
    }

    @Test("the version is one line")
    func version() throws {
        #expect(try Command(["--version"], in: try Folder()).output == "weld-gates 0.1.0\n")
    }

    private static let programHelp = """
        OVERVIEW: Answers GO or NO-GO, gate by gate, by measuring the real editor and
        runtime.

        Every attempt is a process of its own, every sample is stored, and every
        verdict is computed from what is stored. Without a subcommand, run is meant.

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

        Exit codes: 0 every selected gate is GO · 4 nothing selected, or only SKIP · 10
        INCONCLUSIVE or PENDING, unless --accept names the cause · 64 usage · 70 a bug
        of the harness · 79 something is missing on this machine · 100 NO-GO · 101
        BLIND · 106 no such run · 110 cannot read or write.

        USAGE: weld-gates <subcommand>

        OPTIONS:
          --version               Show the version.
          -h, --help              Show help information.

        SUBCOMMANDS:
          run (default)           Runs gates and computes their verdicts.
          list                    Lists the gates, their procedures and controls, and
                                  their newest verdicts.
          report                  Writes the validation report of a run in the store.
          explain                 Says why a gate or a check came out as it did.
          trace                   Writes an attempt as a timeline that Perfetto and
                                  Chrome show.
          verify                  Computes every verdict of a store again and looks for
                                  changes.
          sensitivity             Finds the smallest slowdown that a gate rejects with
                                  95 % power.
          duel                    Finds out which of two commits is faster, and by how
                                  much.
          calibrate               Finds out whether verdicts on this machine can be
                                  believed.
          killmap                 Kills each stub at the system calls of its life, one
                                  run each.
          faultmap                Lets system calls of each stub and of the judge fail,
                                  one a life.
          replay                  Replays a fuzz script against a stub.
          wine                    Runs what Wine can show of the stubs as Windows
                                  programs.
          doctor                  Checks whether gates can be run on this machine.
          bench                   Measures the wire's messages, the viewport's region
                                  and its window.
          export                  Packs a run into one file that other stores import.
          import                  Takes runs over from bundles that export made.
          merge                   Takes the runs of several stores over into one.
          query                   Asks the store a question that has a name.
          history                 Shows what a gate or a check came to, run after run.
          compare                 Says which checks moved from one run to another.
          gc                      Removes runs that no rule keeps and no report needs.

          See 'weld-gates help <subcommand>' for detailed help.
        """ + "\n"

    private static let runHelp = """
        OVERVIEW: Runs gates and computes their verdicts.

        A gate is GO when every check holds and every control, an attempt with a fault
        switched on in the system under test, was caught for its own reason.

          weld-gates --all
          weld-gates --gate G1 --profile ci --seed 7
          weld-gates --gate G7 --no-controls --verbose
          weld-gates --gate G6 --keep-frames frames
          weld-gates --gate G3 --profile full --sanitized-stubs stubs
          weld-gates --all --editor ./our-editor --runtime ./our-runtime
          weld-gates --all --accept host --accept capacity

        Enter at its terminal, or kill -USR1 PID, has it say what runs now, how long it
        will take and what was found so far. Ctrl-C ends it with what is stored by then.

        USAGE: weld-gates run <options>

        OPTIONS:
          --all                   Select every gate.
          --gate <gate>           Select a gate, such as G1; may be repeated. (values:
                                  G1, G2, G3, G4, G5, G6, G7)
          --profile <profile>     How long to look: smoke (about 75 s), ci (about 10
                                  min) or full. (values: smoke, ci, full; default:
                                  smoke)
          --db <db>               The store of all runs, an SQLite file. (default:
                                  results/results.db)
          --report <report>       Where the report is written; a page with figures goes
                                  beside a .md, as .html. (default: results/report.md)
          --seed <seed>           The seed of everything random; a new one unless given.
          --replicates <replicates>
                                  How many replicates of each procedure instead of the
                                  profile's number.
          --timeout <timeout>     After how many seconds an attempt is ended, instead
                                  of its own deadline.
          --editor <path>         The editor to judge instead of the weld-editor beside
                                  this program. It must keep the contract
                                  (Gates/Specification/contract.md), which is tried
                                  first, or live as the milestone's does, and is then
                                  judged from outside, unproven at best.
          --runtime <path>        The runtime to judge instead of the weld-runtime
                                  beside this program.
          --compositor <compositor>
                                  Where G6 shows its window: sway, which the attempt
                                  starts for itself, or session, the one this command
                                  runs in. (values: sway, session; default: sway)
          --keep-frames <dir>     A folder for pictures of what G6 saw on the screen;
                                  made if missing.
          --sanitized-stubs <dir> A folder of stubs from CI/sanitized-stubs.sh, which
                                  G3 then fuzzes besides; meant for full. What they do
                                  decides an ambition only.
          --no-controls           Try no controls; a GO is then shown as GO (unproven)
                                  and ends with 10.
          --accept <accept>       Let a gate pass that is undecided for this cause
                                  alone; may be repeated. Never one that is red, blind
                                  or pending. (values: host, capacity)
          --strict                Refuse a GO on a dirty tree or of a debug build.
          --host-class <host-class>
                                  The kind of host; ci where CI says so, else dev.
          --no-wait               Refuse with 79 where another run holds the machine,
                                  instead of waiting for it.
          --lock <path>           The file by whose lock runs on one machine exclude
                                  each other. (default: /tmp/weld-gates.lock)
          --json                  One JSON document on standard output instead of the
                                  matrix.
          -v, --verbose           Show what attempts do and write to standard error.
          -q, --quiet             Say nothing of the run's progress.
          --version               Show the version.
          -h, --help              Show help information.

        """ + "\n"
}
