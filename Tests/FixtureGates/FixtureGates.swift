import Foundation
import GateKit
import GateRunner
import Glibc

/// A judge and its attempts, with procedures that pass, fail, crash, hang, leak and flood.
///
/// `fixture-gates judge NAME [KEY=VALUE]…` makes one run of that procedure in a process of its
/// own and prints what came of it; `attempt` is what such a run starts.
@main
struct FixtureGates {
    static func main() async {
        let arguments = CommandLine.arguments
        switch arguments.dropFirst().first {
        case "attempt":
            ProtocolPipe.remember()
            AttemptMain.run(FixtureProcedure.all)
        case "keep" where arguments.count == 3:
            DirectoryKeeper.main(arguments[2])
        case "judge" where arguments.count >= 3:
            await FixtureJudge(Array(arguments.dropFirst(2))).run()
        case "--version":
            print("fixture-gates 1")
        default:
            exit(64)
        }
    }
}
