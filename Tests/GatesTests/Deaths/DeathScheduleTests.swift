import GateHost
import GateKit
import Testing

import struct GateHost.LedgerDifference

@testable import Gates

@Suite("Which kills are made")
struct DeathScheduleTests {
    /// Whatever the seed, the milestones of the rule are within reach.
    @Test(
        "Every phase comes often enough for its milestone",
        arguments: Profile.allCases, [UInt64(0), 1, 42, .max])
    func phases(profile: Profile, seed: UInt64) {
        let runtime = DeathSchedule.runtimeKills(profile, seed: seed)
        let editor = DeathSchedule.editorKills(profile, seed: seed)
        for phase in DeathPhase.allCases {
            let least = DeathSchedule.hitsAPhase(profile)
            #expect(runtime.filter { $0.phase == phase }.count >= least)
            #expect(editor.filter { $0.phase == phase }.count >= least)
        }
    }

    @Test(
        "There are as many trials as the gates page asks for, each with a recovery",
        arguments: [(Profile.smoke, 10, 1), (.ci, 100, 3), (.full, 300, 3)])
    func lengths(profile: Profile, trials: Int, hits: Int) {
        let kills = DeathSchedule.runtimeKills(profile, seed: 3)
        #expect(kills.filter { $0.phase != .shutdown }.count == trials)
        #expect(DeathSchedule.editorKills(profile, seed: 3).count == trials)
        #expect(DeathSchedule.hitsAPhase(profile) == hits)
    }

    @Test("Every setting comes in turn, also in the shortest run")
    func settings() {
        let settings = (0..<DeathSchedule.trials(.smoke)).map { DeathSetting(trial: $0) }
        for setting in DeathSetting.allCases {
            #expect(settings.filter { $0 == setting }.count >= 3)
        }
    }

    @Test("A seed names one schedule, another seed another one")
    func seeds() {
        let first = DeathSchedule.runtimeKills(.ci, seed: 7)
        #expect(first == DeathSchedule.runtimeKills(.ci, seed: 7))
        #expect(first != DeathSchedule.runtimeKills(.ci, seed: 8))
        #expect(first.map(\.phase) != DeathSchedule.runtimeKills(.ci, seed: 8).map(\.phase))
    }

    @Test("Roles are compared by what they are for, not by which object fills them")
    func roles() throws {
        let before = try #require(EditorRoles(of: ProcessEnvironment.pid))
        // Of a name of their own: other tests open and close pipes in this process meanwhile.
        let label = "weld-roles-test"
        let first = try MemoryObject.sealed(label: label, size: 4096)
        let second = try MemoryObject.sealed(label: label, size: 4096)
        let after = try #require(EditorRoles(of: ProcessEnvironment.pid))
        let gained = after.difference(since: before).appeared.filter { $0.contains(label) }
        #expect(gained.count == 2)
        #expect(Set(gained).count == 1)
        _ = (first.size, second.size)
        #expect(EditorRoles(["a", "b"]).difference(since: EditorRoles(["b", "a"])).isEmpty)
        #expect(EditorRoles(of: .max) == nil)
    }
}
